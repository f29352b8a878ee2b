/** What a token with a policy may write: chats, budgets, and the audit log of all of it. */

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { AuditEntry, AuditPage } from '@partyline/protocol';
import { type Answer, apiOf, type Failure } from './support/api.ts';
import { deliver, said } from './support/chats.ts';
import { chatOf, type Place, placeToSend, request, textsReceived } from './support/sending.ts';
import { startTestServer, testToken } from './support/server.ts';
import { type Held, tokenWith } from './support/tokens.ts';

const server = await startTestServer({ after });
const { api: owner, running } = server;
const place = await placeToSend(server);
const other = await chatOf(place, 'shy');
const group = await chatOf(place, 'reader');

const at = ({ chatID }: Place, more = '') => `/v1/chats/${encodeURIComponent(chatID)}${more}`;
const say = (held: Held, where: Place, text: string, headers: Record<string, string> = {}) =>
  request<{ pendingMessageID: string } & Failure>(
    running.url,
    'POST',
    at(where, '/messages'),
    { text },
    {
      authorization: `Bearer ${held.token}`,
      ...headers,
    },
  );

describe('the chats a token writes in', () => {
  it('are those that were named; elsewhere it reads and is refused in words', async () => {
    const held = await tokenWith(owner, running.url, { writeChatIDs: [place.chatID] });
    assert.equal((await say(held, place, 'allowed')).status, 200);
    assert.equal((await held.api.call('GET', at(other))).status, 200);
    const writes: readonly (readonly [string, string, unknown?])[] = [
      ['POST', '/messages', { text: 'no' }],
      ['PATCH', '', { isArchived: true }],
      ['POST', '/archive', {}],
      ['POST', '/read', {}],
      ['POST', '/unread', {}],
      ['POST', '/typing', { state: 'typing' }],
      ['POST', '/reminders', { reminder: { remindAt: '2999-01-01T00:00:00Z' } }],
      ['DELETE', '/reminders'],
      ['PUT', '/labels/any'],
      ['DELETE', '/messages/1'],
      ['PUT', '/messages/1', { text: 'no' }],
      ['POST', '/messages/1/reactions', { reactionKey: '👍' }],
    ];
    for (const [method, more, body] of writes) {
      const { status, body: failure } = await held.api.call<Failure>(method, at(other, more), body);
      assert.deepEqual([status, failure.code], [403, 'FORBIDDEN'], `${method} ${more}`);
      assert.match(failure.message, /does not let it write in this chat/);
    }
    const begun = { accountID: place.accountID, user: { id: 'echo' } };
    assert.equal((await held.api.call('POST', '/v1/chats/start', begun)).status, 403);
    assert.deepEqual(await textsReceived(other), []);
  });

  it('are named by local IDs too, and a slip is refused when the token is made', async () => {
    const { localChatID } = await owner.get<{ localChatID: string }>(at(place));
    const held = await tokenWith(owner, running.url, { chatIDs: [localChatID] });
    assert.equal((await held.api.call('GET', at(place))).status, 200);
    assert.equal((await held.api.call('GET', at(other))).status, 404);
    for (const policy of [{ chatIDs: ['!none'] }, { accountIDs: ['none'] }, { writeChatIDs: ['99999'] }]) {
      const before = await owner.get<{ items: unknown[] }>('/v1/tokens');
      const refused = await owner.call<Failure>('POST', '/v1/tokens', { name: 'slip', policy });
      assert.equal(refused.status, 422);
      assert.match(refused.body.message, /There is no (chat|account).*No token was made/);
      assert.deepEqual(await owner.get('/v1/tokens'), before);
    }
  });

  it('are beyond what belongs to the owner alone', async () => {
    const held = await tokenWith(owner, running.url, { sendsPerHour: 5 });
    for (const [method, path, body] of [
      ['GET', '/v1/tokens'],
      ['POST', '/v1/tokens', { name: 'free' }],
      ['GET', '/v1/audit'],
      ['GET', '/v1/approvals'],
      ['GET', '/v1/webhooks'],
      ['POST', '/v1/webhooks', { url: 'https://example.org' }],
      ['PATCH', `/v1/accounts/${place.accountID}`, { isDisabled: true }],
      ['DELETE', `/v1/accounts/${place.accountID}`],
      ['POST', '/v1/bridges/local-sandbox/login-sessions', {}],
      ['POST', '/v1/labels', { name: 'x' }],
      ['POST', `/v1/accounts/${place.accountID}/sandbox`, { received: { chat: 'echo' } }],
    ] as const) {
      const { status, body: failure, headers } = await held.api.call<Failure>(method, path, body);
      assert.deepEqual([status, failure.code], [403, 'FORBIDDEN'], `${method} ${path}`);
      // Another scope would not help.
      assert.equal(headers.get('www-authenticate'), null);
      assert.match(failure.message, /needs a token without a policy/);
    }
  });
});

describe('single chats of an account', () => {
  it('show the account, and nobody else on its network', async () => {
    const held = await tokenWith(owner, running.url, { chatIDs: [place.chatID] });
    const accounts = await held.api.get<{ accountID: string }[]>('/v1/accounts');
    assert.deepEqual(
      accounts.map(({ accountID }) => accountID),
      [place.accountID],
    );
    const answers = await Promise.all([
      held.api.call<Failure>('GET', `/v1/accounts/${place.accountID}/contacts?query=shy`),
      held.api.call<Failure>('GET', `/v1/accounts/${place.accountID}/contacts/list`),
      held.api.call<Failure>('POST', '/v1/chats/start', { accountID: place.accountID, user: { id: 'shy' } }),
    ]);
    for (const { status, body } of answers) {
      assert.equal(status, 403);
      assert.match(body.message, /single chats of this account/);
    }
  });

  it('leave the uploads of others where they are, and its own with it', async () => {
    const held = await tokenWith(owner, running.url, { chatIDs: [place.chatID] });
    const upload = (by: ReturnType<typeof apiOf>, words: string) =>
      by.post<{ uploadID: string }>('/v1/assets/upload/base64', {
        content: Buffer.from(words).toString('base64'),
        fileName: 'words.txt',
      });
    const mine = await upload(held.api, 'mine');
    const others = await upload(owner, 'of the owner');
    const serve = (id: string) => held.api.call('GET', `/v1/assets/serve?url=localmxc://partyline/${id}`);
    assert.equal((await serve(mine.uploadID)).text, 'mine');
    assert.equal((await serve(others.uploadID)).status, 404);
    const send = (uploadID: string) => held.api.call('POST', at(place, '/messages'), { attachment: { uploadID } });
    assert.equal((await send(mine.uploadID)).status, 200);
    assert.equal((await send(others.uploadID)).status, 404);
  });
});

describe('a budget', () => {
  it('is kept by any number of calls at once, also over a restart, and says when there is more', async (t) => {
    const own = await startTestServer(t);
    const there = await placeToSend(own);
    const held = await tokenWith(own.api, own.running.url, { sendsPerHour: 7 });
    const send = (url: string, text: string, headers: Record<string, string> = {}) =>
      request<Failure & { pendingMessageID: string }>(
        url,
        'POST',
        at(there, '/messages'),
        { text },
        {
          authorization: `Bearer ${held.token}`,
          ...headers,
        },
      );
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => send(own.running.url, `one of ${index}`)),
    );
    const taken = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    assert.deepEqual([taken.length, refused.length], [7, 23]);
    const seconds = Number(refused[0]?.headers.get('retry-after'));
    assert.ok(seconds > 3_500 && seconds <= 3_600, String(seconds));
    assert.match(refused[0]?.body.message ?? '', /allows 7 messages an hour/);
    const again = await own.restart();
    assert.equal((await send(again.running.url, 'one more')).status, 429);
    const free = await tokenWith(again.api, again.running.url, { sendsPerHour: 1 });
    assert.equal((await free.api.call('POST', at(there, '/messages'), { text: 'of another token' })).status, 200);
  });

  it('counts a message once, however often it is asked for, and none that was refused', async () => {
    const held = await tokenWith(owner, running.url, { sendsPerHour: 2 });
    const key = { 'idempotency-key': 'the same' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => say(held, place, 'once', key)));
    assert.equal(new Set(answers.map(({ body }) => body.pendingMessageID)).size, 1);
    assert.equal((await say(held, place, '')).status, 422);
    assert.equal((await held.api.call('POST', '/v1/chats/nothing/messages', { text: 'x' })).status, 404);
    assert.equal((await say(held, place, 'twice')).status, 200);
    assert.equal((await say(held, place, 'thrice')).status, 429);
    assert.equal((await say(held, place, 'once', key)).status, 200);
  });

  it('of none sends none', async () => {
    const held = await tokenWith(owner, running.url, { sendsPerHour: 0 });
    const { status, body } = await say(held, place, 'hello');
    assert.equal(status, 403);
    assert.match(body.message, /no messages/);
  });

  it('holds for the first message of a chat', async () => {
    const held = await tokenWith(owner, running.url, { sendsPerHour: 1 });
    const begin = (text: string): Promise<Answer<Failure>> =>
      held.api.call('POST', '/v1/chats/start', { accountID: place.accountID, user: { id: 'fan' }, messageText: text });
    assert.equal((await begin('first')).status, 200);
    assert.equal((await begin('second')).status, 429);
  });
});

describe('the audit log', () => {
  const entriesOf = async (tokenID: string): Promise<AuditEntry[]> =>
    (await owner.get<AuditPage>(`/v1/audit?tokenID=${tokenID}&limit=500`)).items;

  it('has every write of every token with what came of it, and not what was written', async () => {
    const free = await tokenWith(owner, running.url, undefined);
    await deliver(owner, place.accountID, said('unused', Date.now()));
    const sentTo = await free.api.post<{ pendingMessageID: string }>(at(place, '/messages'), {
      text: 'unmistakable words',
    });
    await free.api.call('POST', at(place, '/archive'), { archived: false });
    await free.api.call('POST', '/v1/chats/nothing/archive', {});
    await free.api.get('/v1/chats');
    const entries = await entriesOf(free.id);
    assert.deepEqual(
      entries.map(({ operation, result }) => [operation, result]),
      [
        ['chats.archive', 'NOT_FOUND'],
        ['chats.archive', 'done'],
        ['messages.send', 'done'],
      ],
    );
    const [, , first] = entries;
    assert.deepEqual(first?.target, { chatID: place.chatID, pendingMessageID: sentTo.pendingMessageID });
    assert.equal(first?.tokenName, 'assistant');
    assert.ok(!JSON.stringify(entries).includes('unmistakable'));
  });

  it('has what a policy refused, the budget too, and tokens that are gone', async () => {
    const held = await tokenWith(owner, running.url, { writeChatIDs: [place.chatID], sendsPerHour: 1 });
    await say(held, place, 'one');
    await say(held, place, 'two');
    await say(held, other, 'three');
    await owner.call('DELETE', `/v1/tokens/${held.id}`);
    assert.deepEqual(
      (await entriesOf(held.id)).map(({ result }) => result),
      ['FORBIDDEN', 'RATE_LIMITED', 'done'],
    );
    const mine = (await owner.get<AuditPage>('/v1/audit?limit=1')).items;
    assert.equal(mine[0]?.operation, 'tokens.revoke');
    assert.deepEqual(mine[0]?.target, { tokenID: held.id });
  });

  it('is walked in both directions, and by chat', async () => {
    const all: AuditEntry[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: AuditPage = await owner.get(
        `/v1/audit?limit=3&direction=after${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      all.push(...page.items.toReversed());
      if (!page.hasMore) break;
      cursor = page.oldestCursor;
    }
    const back = (await owner.get<AuditPage>('/v1/audit?limit=500')).items.toReversed();
    assert.deepEqual(
      all.map(({ id }) => id),
      back.slice(0, all.length).map(({ id }) => id),
    );
    const about = (await owner.get<AuditPage>(`/v1/audit?chatID=${encodeURIComponent(group.chatID)}`)).items;
    assert.deepEqual(about, []);
    assert.equal((await owner.call('GET', '/v1/audit?cursor=x')).status, 422);
  });

  it('outlasts a restart, and has an entry for what the end of the server cut off', async (t) => {
    const own = await startTestServer(t);
    await own.api.post('/v1/labels', { name: 'kept' });
    const again = await own.restart();
    const { items } = await again.api.get<AuditPage>('/v1/audit');
    assert.deepEqual(
      items.map(({ operation, result, tokenName }) => [operation, result, tokenName]),
      [['labels.create', 'done', 'PARTYLINE_ACCESS_TOKEN']],
    );
  });
});

describe('tokens over the API', () => {
  it('are made, listed without their secret, used, and revoked', async () => {
    const held = await tokenWith(owner, running.url, { accountIDs: [place.accountID], approval: true }, ['read']);
    const listed = await owner.call<{ items: { id: string; policy?: unknown; scopes: string[] }[] }>(
      'GET',
      '/v1/tokens',
    );
    assert.ok(!listed.text.includes(held.token));
    const one = listed.body.items.find(({ id }) => id === held.id);
    assert.deepEqual(one?.policy, { accountIDs: [place.accountID], chatIDs: [], approval: true });
    assert.deepEqual(one?.scopes, ['read']);
    assert.equal((await held.api.call('POST', at(place, '/archive'), {})).status, 403);
    assert.equal((await owner.call('DELETE', `/v1/tokens/${held.id}`)).status, 204);
    assert.equal((await held.api.call('GET', '/v1/chats')).status, 401);
    assert.equal((await owner.call('DELETE', `/v1/tokens/${held.id}`)).status, 404);
    const past = { name: 'old', expiresAt: '2020-01-01T00:00:00Z' };
    assert.equal((await owner.call('POST', '/v1/tokens', past)).status, 422);
    assert.equal((await apiOf(running.url, testToken).call('GET', '/v1/tokens')).status, 200);
  });
});
