/** Design contract 7: what a token may not see appears in no byte of any answer, and is answered as what does not exist. */

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Policy } from '@partyline/protocol';
import fc from 'fast-check';
import { catalogue } from '../src/operations/catalogue.ts';
import { openStore } from '../src/store/store.ts';
import { eventually } from './support/eventually.ts';
import { openSocket } from './support/live.ts';
import { type SecretChat, startSecretServer } from './support/secrets.ts';
import { type Held, tokenWith } from './support/tokens.ts';

const server = await startSecretServer({ after });
const { api: owner, running, accounts, chats } = server;
const { url } = running;

interface Case {
  readonly policy: Policy;
  readonly seen: readonly SecretChat[];
  readonly hidden: readonly SecretChat[];
  readonly seenAccounts: readonly string[];
}

function caseOf(accountIDs: readonly string[] | undefined, some: readonly SecretChat[] | undefined): Case {
  const sees = (chat: SecretChat) => accountIDs?.includes(chat.accountID) === true || some?.includes(chat) === true;
  const seen = chats.filter(sees);
  return {
    policy: {
      ...(accountIDs !== undefined && { accountIDs: [...accountIDs] }),
      ...(some !== undefined && { chatIDs: some.map(({ id }) => id) }),
    },
    seen,
    hidden: chats.filter((chat) => !sees(chat)),
    seenAccounts: accounts.filter(
      (id) => accountIDs?.includes(id) === true || some?.some((chat) => chat.accountID === id),
    ),
  };
}

/** Places in the lists, so that a counterexample can be read. */
const cases = fc
  .record({
    accountsAt: fc.option(fc.subarray([...accounts.keys()])),
    chatsAt: fc.option(fc.subarray([...chats.keys()])),
  })
  .filter(({ accountsAt, chatsAt }) => accountsAt !== null || chatsAt !== null);

function caseAt({ accountsAt, chatsAt }: { accountsAt: number[] | null; chatsAt: number[] | null }): Case {
  return caseOf(
    accountsAt?.map((index) => accounts[index] ?? ''),
    chatsAt === null ? undefined : chats.filter((_chat, index) => chatsAt.includes(index)),
  );
}

/** Words, IDs and addresses that only what is hidden has. */
function secretsOf({ hidden, seenAccounts }: Case): string[] {
  return [
    ...hidden.flatMap((chat) => [
      chat.word,
      chat.id,
      chat.pendingID,
      chat.labelID,
      chat.uploadID,
      chat.mediaURL.slice(-22),
      ...chat.messages.map(({ id }) => id),
    ]),
    ...accounts.filter((id) => !seenAccounts.includes(id)),
  ].filter((secret) => secret !== '');
}

/** @param asked what the caller itself wrote: an answer may repeat it */
function checkBytes(text: string, asked: string, secrets: readonly string[], where: string): void {
  const decoded = `${asked} ${decodeURIComponent(asked)}`;
  for (const secret of secrets)
    assert.ok(!text.includes(secret) || decoded.includes(secret), `${where} tells ${secret}: ${text.slice(0, 2_000)}`);
}

/** The same in every way that a caller can see. */
const like = ({ status, text, headers }: { status: number; text: string; headers: Headers }) => ({
  status,
  text,
  type: headers.get('content-type'),
  retry: headers.get('x-should-retry'),
});

const nothing = {
  chat: '!nothing-of-the-kind:local-sandbox.localhost',
  local: '987654',
  account: 'local-sandbox_nothing',
  message: '1',
  pending: 'm1',
  label: 'nothing-of-the-kind',
  media: `mxc://partyline/${'A'.repeat(22)}`,
  upload: 'A'.repeat(22),
} as const;

type Names = { readonly [K in keyof typeof nothing]: string };

const namesOf = (chat: SecretChat): Names => ({
  chat: chat.id,
  local: chat.local,
  account: chat.accountID,
  message: chat.messages[0]?.id ?? '',
  pending: chat.pendingID,
  label: chat.labelID,
  media: chat.mediaURL,
  upload: chat.uploadID,
});

const e = encodeURIComponent;

/** Addresses to read, by operation; each is asked with the names of what is seen, hidden, and nowhere. */
const reads: Readonly<Record<string, (names: Names) => readonly string[]>> = {
  'accounts.list': () => ['/v1/accounts'],
  'accounts.retrieve': ({ account }) => [`/v1/accounts/${e(account)}`],
  'accounts.contacts.search': ({ account }) => [`/v1/accounts/${e(account)}/contacts?query=person`],
  'accounts.contacts.list': ({ account }) => [`/v1/accounts/${e(account)}/contacts/list`],
  'bridges.list': () => ['/v1/bridges'],
  'bridges.retrieve': () => ['/v1/bridges/local-sandbox'],
  'bridges.capabilities': () => ['/v1/bridges/local-sandbox/capabilities'],
  'bridges.loginFlows.list': () => ['/v1/bridges/local-sandbox/login-flows'],
  'bridges.logins.list': () => ['/v1/bridges/local-sandbox/logins'],
  'bridges.logins.retrieve': () => ['/v1/bridges/local-sandbox/logins/any'],
  'bridges.loginSessions.retrieve': () => ['/v1/bridges/local-sandbox/login-sessions/any'],
  'chats.list': ({ account }) => [
    '/v1/chats',
    '/v1/chats?limit=1',
    '/v1/chats?direction=after',
    `/v1/chats?accountIDs=${e(account)}`,
  ],
  'chats.search': ({ account, label }) => [
    '/v1/chats/search',
    '/v1/chats/search?query=about',
    '/v1/chats/search?query=person&scope=participants',
    '/v1/chats/search?query=sandbox',
    `/v1/chats/search?accountIDs=${e(account)}`,
    `/v1/chats/search?labelID=${e(label)}`,
  ],
  'chats.retrieve': ({ chat, local }) => [`/v1/chats/${e(chat)}`, `/v1/chats/${e(local)}`],
  'labels.list': () => ['/v1/labels'],
  'messages.list': ({ chat, local, message }) => [
    `/v1/chats/${e(chat)}/messages`,
    `/v1/chats/${e(local)}/messages`,
    `/v1/chats/${e(chat)}/messages?cursor=${e(message)}`,
  ],
  'messages.retrieve': ({ chat, local, message, pending }) => [
    `/v1/chats/${e(chat)}/messages/${e(message)}`,
    `/v1/chats/${e(local)}/messages/${e(message)}`,
    `/v1/chats/${e(chat)}/messages/${e(pending)}`,
  ],
  'messages.search': ({ chat, local, account }) => [
    '/v1/messages/search',
    '/v1/messages/search?query=common',
    '/v1/messages/search?query=-nowhere',
    '/v1/messages/search?query=from%3Aperson',
    '/v1/messages/search?query=has%3Aimage',
    '/v1/messages/search?query=network%3Asandbox',
    '/v1/messages/search?mediaTypes=any',
    `/v1/messages/search?chatIDs=${e(chat)}`,
    `/v1/messages/search?query=${e(`in:${local}`)}`,
    `/v1/messages/search?query=common&accountIDs=${e(account)}`,
  ],
  'outbox.list': ({ chat, local }) => ['/v1/outbox', `/v1/outbox?chatID=${e(chat)}`, `/v1/outbox?chatID=${e(local)}`],
  'assets.serve': ({ media, upload }) => [
    `/v1/assets/serve?url=${e(media)}`,
    `/v1/assets/serve?url=${e(`${media}?thumbnail`)}`,
    `/v1/assets/serve?url=${e(`localmxc://partyline/${upload}`)}`,
    `/v1/assets/serve?url=${e(`mxc://partyline/${upload}`)}`,
  ],
  'events.list': ({ chat }) => [
    '/v1/events',
    '/v1/events?since=START&limit=1000',
    `/v1/events?since=START&chatIDs=${e(chat)}`,
  ],
  'search.everything': () => ['/v1/search?query=about', '/v1/search?query=person', '/v1/search?query=common'],
  'info.retrieve': () => ['/v1/info'],
  'webhooks.list': () => ['/v1/webhooks'],
  'webhooks.retrieve': () => ['/v1/webhooks/any'],
  'webhooks.deliveries.list': () => ['/v1/webhooks/any/deliveries'],
  'webhooks.deadLetters.list': () => ['/v1/webhooks/any/dead-letters'],
  'tokens.list': () => ['/v1/tokens'],
  'approvals.list': () => ['/v1/approvals'],
  'approvals.retrieve': ({ pending }) => [`/v1/approvals/${e(pending)}`],
  'audit.list': () => ['/v1/audit'],
  'app.setup.retrieve': () => ['/v1/app/setup'],
  'app.setup.verifications.list': () => ['/v1/app/setup/verifications'],
  'app.setup.verifications.retrieve': () => ['/v1/app/setup/verifications/any'],
};

/** What is written with the names of what is hidden; nothing of it may have an effect. */
const writes = ({ chat, message, pending, label, upload, media, account }: Names, own: string): readonly Write[] => [
  ['POST', `/v1/chats/${e(chat)}/messages`, { text: 'hello' }],
  ['PUT', `/v1/chats/${e(chat)}/messages/${e(message)}`, { text: 'changed' }],
  ['DELETE', `/v1/chats/${e(chat)}/messages/${e(message)}`],
  ['POST', `/v1/chats/${e(chat)}/messages/${e(message)}/reactions`, { reactionKey: '👍' }],
  ['DELETE', `/v1/chats/${e(chat)}/messages/${e(message)}/reactions/${e('👍')}`],
  ['DELETE', `/v1/chats/${e(chat)}/messages/${e(message)}/reactions?reactionKey=${e('👍')}`],
  ['PATCH', `/v1/chats/${e(chat)}`, { isArchived: true }],
  ['PATCH', `/v1/chats/${e(chat)}`, { draft: null }],
  ['POST', `/v1/chats/${e(chat)}/archive`, {}],
  ['POST', `/v1/chats/${e(chat)}/read`, {}],
  ['POST', `/v1/chats/${e(chat)}/unread`, {}],
  ['POST', `/v1/chats/${e(chat)}/typing`, { state: 'typing' }],
  ['POST', `/v1/chats/${e(chat)}/notify-anyway`, {}],
  ['POST', `/v1/chats/${e(chat)}/reminders`, { reminder: { remindAt: '2999-01-01T00:00:00.000Z' } }],
  ['DELETE', `/v1/chats/${e(chat)}/reminders`],
  ['PUT', `/v1/chats/${e(chat)}/labels/${e(label)}`],
  ['DELETE', `/v1/chats/${e(chat)}/labels/${e(label)}`],
  ['DELETE', `/v1/outbox/${e(pending)}`],
  ['POST', `/v1/outbox/${e(pending)}/retry`],
  ['POST', `/v1/outbox/${e(pending)}/confirm`],
  ['POST', '/v1/focus', { chatID: chat }],
  ['POST', '/v1/focus', { chatID: chat, messageID: message }],
  ['POST', '/v1/assets/download', { url: media }],
  ['POST', '/v1/assets/download', { url: `localmxc://partyline/${upload}` }],
  ['POST', '/v1/chats', { accountID: account, type: 'single', participantIDs: ['echo'] }],
  ['POST', '/v1/chats/start', { accountID: account, user: { id: 'echo' } }],
  // In a chat that is seen, with things that are not.
  ['POST', `/v1/chats/${e(own)}/messages`, { text: 'hello', attachment: { uploadID: upload } }],
  ['POST', `/v1/chats/${e(own)}/messages`, { text: 'hello', replyToMessageID: message }],
  ['PUT', `/v1/chats/${e(own)}/messages/${e(message)}`, { text: 'changed' }],
  ['POST', `/v1/chats/${e(own)}/read`, { messageID: message }],
  ['PATCH', `/v1/chats/${e(own)}`, { imgURL: upload }],
  ['PUT', `/v1/chats/${e(own)}/labels/${e(label)}`],
];
type Write = readonly [method: string, path: string, body?: unknown];

const start = await owner.get<{ cursor: string }>('/v1/events').then(({ cursor }) => `${cursor.split('.')[0]}.0`);
const addressed = (path: string) => path.replace('START', start);

async function checkReads(held: Held, { seen, hidden, seenAccounts }: Case, secrets: readonly string[]): Promise<void> {
  const ask = async (path: string) => {
    const answer = await held.api.call('GET', addressed(path));
    checkBytes(answer.text, path, secrets, path);
    return answer;
  };
  for (const paths of Object.values(reads)) {
    for (const path of paths(nothing)) await ask(path);
    for (const chat of seen.slice(0, 2)) for (const path of paths(namesOf(chat))) await ask(path);
    for (const chat of hidden.slice(0, 3)) {
      // Where the account is seen, that it is is no secret.
      const names = namesOf(chat);
      const hiddenNames = seenAccounts.includes(chat.accountID) ? { ...names, account: nothing.account } : names;
      const [of, none] = [paths(hiddenNames), paths(nothing)];
      for (const [index, path] of of.entries())
        assert.deepEqual(like(await ask(path)), like(await ask(none[index] ?? '')), path);
    }
  }
}

/** Positions that somebody found out who sees everything. */
async function checkCursors(held: Held, secrets: readonly string[]): Promise<void> {
  for (const list of [
    '/v1/chats?limit=2',
    '/v1/chats/search?limit=2',
    '/v1/messages/search?query=common&limit=2',
    '/v1/outbox?limit=2',
  ]) {
    let path = list;
    for (let page = 0; page < 6; page++) {
      const all = await owner.get<{ oldestCursor: string | null; newestCursor: string | null; hasMore: boolean }>(path);
      for (const cursor of [all.oldestCursor, all.newestCursor]) {
        for (const direction of ['before', 'after']) {
          const here = `${list}&cursor=${e(cursor ?? '0')}${list.includes('outbox') ? '' : `&direction=${direction}`}`;
          checkBytes((await held.api.call('GET', here)).text, cursor ?? '', secrets, here);
        }
      }
      if (!all.hasMore) break;
      path = `${list}&cursor=${e(all.oldestCursor ?? '')}`;
    }
  }
}

async function checkWrites(
  held: Held,
  { seen, hidden, seenAccounts }: Case,
  secrets: readonly string[],
): Promise<void> {
  const own = seen[0]?.id ?? nothing.chat;
  const before = await everything();
  for (const chat of hidden.slice(0, 2)) {
    const names = namesOf(chat);
    const hiddenNames = seenAccounts.includes(chat.accountID) ? { ...names, account: nothing.account } : names;
    const none = writes(nothing, own);
    for (const [index, [method, path, body]] of writes(hiddenNames, own).entries()) {
      const answer = await held.api.call(method, path, body);
      checkBytes(answer.text, `${path} ${JSON.stringify(body)}`, secrets, path);
      const [noneMethod, nonePath, noneBody] = none[index] ?? ['GET', '/'];
      assert.deepEqual(like(answer), like(await held.api.call(noneMethod, nonePath, noneBody)), `${method} ${path}`);
      assert.ok(
        answer.status >= 400 || path.includes('download') || path.includes('focus'),
        `${method} ${path}: ${answer.status}`,
      );
    }
  }
  assert.deepEqual(await everything(), before);
}

/** What the owner has in chats and outbox. */
async function everything(): Promise<unknown> {
  const { items } = await owner.get<{ items: unknown[] }>('/v1/chats?limit=200');
  return [items, (await owner.get<{ items: unknown[] }>('/v1/outbox?limit=200')).items, await owner.get('/v1/labels')];
}

/** IDs of the files that stand in what the owner is told of the chats and accounts that a token sees. */
async function filesShown(
  { accountIDs = [], chatIDs = [] }: Policy,
  seenAccounts: readonly string[],
): Promise<string[]> {
  const { items } = await owner.get<{ items: { id: string; accountID: string }[] }>('/v1/chats?limit=200');
  const shown = items.filter(({ id, accountID }) => accountIDs.includes(accountID) || chatIDs.includes(id));
  const texts = await Promise.all(
    [
      ...shown.flatMap(({ id }) => [`/v1/chats/${e(id)}`, `/v1/chats/${e(id)}/messages?limit=500`]),
      ...seenAccounts.map((id) => `/v1/accounts/${e(id)}`),
      ...accountIDs.map((id) => `/v1/accounts/${e(id)}/contacts/list?limit=200`),
    ].map(async (path) => (await owner.call('GET', path)).text),
  );
  const named = texts.join('\n').matchAll(/(?:mxc:\/\/partyline|\/media\/[\w-]{2})\/([\w-]{22})/g);
  return [...new Set([...named].map(([, id = '']) => id))].sort();
}

async function mcpClient(token: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const transport: Transport & { sessionId?: string | undefined } = new StreamableHTTPClientTransport(
    new URL('/v0/mcp', url),
    {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    },
  );
  await client.connect(transport as Transport);
  return client;
}

async function checkTools(held: Held, { hidden }: Case, secrets: readonly string[]): Promise<void> {
  const client = await mcpClient(held.token);
  try {
    const { tools } = await client.listTools();
    assert.ok(!tools.some(({ name }) => name.includes('login')));
    const call = async (name: string, args: Record<string, unknown>) => {
      const text = JSON.stringify(await client.callTool({ name, arguments: args }));
      checkBytes(text, JSON.stringify(args), secrets, name);
      return text;
    };
    for (const query of ['about', 'person', 'common', 'sandbox']) {
      await call('search', { query });
      await call('search_chats', { query });
      await call('search_messages', { query });
    }
    await call('get_accounts', {});
    await call('list_networks', {});
    await call('wait_for_messages', { cursor: start, timeoutSeconds: 0 });
    for (const chat of hidden.slice(0, 2)) {
      const { chat: chatID, local, message, account } = namesOf(chat);
      for (const [name, of] of [
        ['get_chat', (id: string) => ({ chatID: id })],
        ['list_messages', (id: string) => ({ chatID: id })],
        ['get_attachment', (id: string) => ({ chatID: id, messageID: message })],
        ['send_message', (id: string) => ({ chatID: id, text: 'hello' })],
        ['edit_message', (id: string) => ({ chatID: id, messageID: message, text: 'x' })],
        ['set_draft', (id: string) => ({ chatID: id, text: '' })],
        ['archive_chat', (id: string) => ({ chatID: id })],
      ] as const)
        for (const id of [chatID, local])
          assert.equal(await call(name, of(id)), await call(name, of(nothing.chat)), name);
      await call('search_contacts', { accountID: account, query: 'person' });
      const uri = `beeper-mcp://attachments/${e(chatID)}/${e(message)}/0`;
      const refusal = await client.readResource({ uri }).then(
        () => 'it was read',
        (error: unknown) => String(error),
      );
      assert.match(refusal, /not found/);
    }
  } finally {
    await client.close();
  }
}

describe('a token with a policy', { timeout: 240_000 }, () => {
  it('is asked about every operation that reads', () => {
    const ids = catalogue({ sandbox: true })
      .filter(({ method }) => method === 'GET')
      .map(({ id }) => id);
    assert.deepEqual(Object.keys(reads).sort(), ids.sort());
  });

  it('finds nothing of what is hidden, wherever it looks, and changes nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const one = caseAt(given);
        const held = await tokenWith(owner, url, one.policy);
        const secrets = secretsOf(one);
        await checkReads(held, one, secrets);
        await checkCursors(held, secrets);
        await checkWrites(held, one, secrets);
        await checkTools(held, one, secrets);
        const { items } = await held.api.get<{ items: { id: string }[] }>('/v1/chats?limit=200');
        // An account has chats of its own accord, too.
        const all = await owner.get<{ items: { id: string; accountID: string }[] }>('/v1/chats?limit=200');
        const expected = all.items.filter(
          ({ id, accountID }) =>
            one.policy.accountIDs?.includes(accountID) === true || one.policy.chatIDs?.includes(id) === true,
        );
        assert.deepEqual(
          items.map(({ id }) => id),
          expected.map(({ id }) => id),
        );
        const found = await held.api.get<{ items: { chatID: string }[] }>('/v1/messages/search?query=common&limit=200');
        assert.deepEqual(found.items.map(({ chatID }) => chatID).sort(), one.seen.map(({ id }) => id).sort());
        const own = await held.api.get<{ accountID: string }[]>('/v1/accounts');
        assert.deepEqual(
          own.map(({ accountID }) => accountID),
          one.seenAccounts,
        );
        for (const chat of one.seen.slice(0, 2))
          for (const path of [chat.mediaURL, chat.uploadURL, chat.fileURL])
            assert.equal((await held.api.call('GET', `/v1/assets/serve?url=${e(path)}`)).status, 200, path);
        await owner.call('DELETE', `/v1/tokens/${held.id}`);
      }),
      { numRuns: 12 },
    );
  });

  it('has no row of what is hidden before it, in any table', async () => {
    const store = await openStore(server.dataDir);
    try {
      await fc.assert(
        fc.asyncProperty(cases, async (given) => {
          const { policy, seen, hidden, seenAccounts } = caseAt(given);
          const { read } = store.seenBy({
            accountIDs: policy.accountIDs ?? [],
            chatIDs: policy.chatIDs ?? [],
            chatAccountIDs: seenAccounts,
            program: 'any',
          });
          const chatTables = ['participants', 'messages', 'receipts', 'chat_labels', 'deliveries'] as const;
          const none = new Set(hidden.map(({ local }) => Number(local)));
          for (const table of chatTables) {
            const rows = await read.selectFrom(table).select('chat_id').execute();
            assert.ok(!rows.some(({ chat_id }) => none.has(chat_id)), table);
            if (table === 'receipts') continue;
            for (const { local } of seen)
              assert.ok(
                rows.some(({ chat_id }) => chat_id === Number(local)),
                table,
              );
          }
          const messages = (await read.selectFrom('messages').select('id').execute()).map(({ id }) => id);
          for (const table of ['reactions', 'message_media'] as const) {
            const rows = await read.selectFrom(table).select('message_id').execute();
            assert.ok(
              rows.length >= seen.length && rows.every(({ message_id }) => messages.includes(message_id)),
              table,
            );
          }
          // Of chats that accounts have of their own accord, and of the people in them, there are files too. Looking people up makes theirs known.
          const shown = await filesShown(policy, seenAccounts);
          const files = (await read.selectFrom('media').select('id').execute()).map(({ id }) => id);
          assert.deepEqual(files.sort(), shown);
        }),
        { numRuns: 10 },
      );
    } finally {
      await store.close();
    }
  });

  it('is told of what it sees while it happens, by every door, and of nothing else', async (t) => {
    await fc.assert(
      fc.asyncProperty(
        cases.filter((given) => caseAt(given).seen.length > 0 && caseAt(given).hidden.length > 0),
        async (given) => {
          const one = caseAt(given);
          const held = await tokenWith(owner, url, one.policy);
          const secrets = secretsOf(one);
          const headers = { authorization: `Bearer ${held.token}` };
          const { cursor } = await held.api.get<{ cursor: string }>('/v1/events');
          const all = await openSocket(t, url, '/v1/ws?since=now', headers);
          await all.subscribe(['*']);
          const named = await openSocket(t, url, '/v1/ws', headers);
          await named.subscribe([...one.hidden.map(({ local }) => local), ...one.seen.map(({ local }) => local)]);
          const { ticket } = await held.api.post<{ ticket: string }>('/v1/ws/tickets');
          const ticketed = await openSocket(t, url, `/v1/ws?since=${start}&ticket=${ticket}`, {});
          await ticketed.subscribe(['*']);
          const stop = new AbortController();
          const stream = await fetch(new URL('/v1/events', url), {
            headers: { ...headers, accept: 'text/event-stream' },
            signal: stop.signal,
          });
          let streamed = '';
          const reading = (async () => {
            for await (const chunk of stream.body ?? []) streamed += Buffer.from(chunk).toString();
          })().catch(() => undefined);
          const polled = held.api.call('GET', `/v1/events?since=${cursor}&wait=20`);
          for (const chat of one.hidden) await server.say(chat, `news of ${chat.word}`);
          const [last] = one.seen;
          assert.ok(last !== undefined);
          const sentinel = `sentinel ${Date.now()}`;
          await server.say(last, sentinel);
          for (const socket of [all, named, ticketed]) {
            await socket.until((frame) => JSON.stringify(frame).includes(sentinel));
            const asked = JSON.stringify(one.hidden.map(({ local }) => local));
            checkBytes(JSON.stringify(socket.frames), asked, secrets, 'a WebSocket');
            socket.ws.close();
          }
          await eventually(
            () => streamed,
            (text) => text.includes(sentinel),
          );
          checkBytes(streamed, '', secrets, 'the event stream');
          stop.abort();
          await reading;
          const page = await polled;
          checkBytes(page.text, '', secrets, 'the long poll');
          assert.ok(page.text.includes(last.word));
          const waited = await held.api.call('GET', `/v1/events?since=${cursor}&limit=1000`);
          assert.ok(waited.text.includes(sentinel));
          checkBytes(waited.text, '', secrets, 'the log');
          await owner.call('DELETE', `/v1/tokens/${held.id}`);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('comes by no file by writing its ID somewhere', async () => {
    const [seen, hidden] = chats;
    assert.ok(seen !== undefined && hidden !== undefined);
    const held = await tokenWith(owner, url, { chatIDs: [seen.id] });
    const { uploadID } = await held.api.post<{ uploadID: string }>('/v1/assets/upload/base64', { content: 'eA==' });
    const before = await owner.get<{ draft: unknown }>(`/v1/chats/${e(seen.id)}`);
    for (const id of [hidden.uploadID, hidden.mediaURL.slice(-22)]) {
      const named = { [id]: { uploadID, fileName: id, mimeType: `x/${id}` } };
      const draft = { text: `mxc://partyline/${id} localmxc://partyline/${id}`, attachments: named };
      await held.api.call('PATCH', `/v1/chats/${e(seen.id)}`, { draft: null });
      assert.equal((await held.api.call('PATCH', `/v1/chats/${e(seen.id)}`, { draft })).status, 200);
      await held.api.post(`/v1/chats/${e(seen.id)}/messages`, {
        text: draft.text,
        attachment: { uploadID, fileName: id },
      });
      for (const path of [`mxc://partyline/${id}`, `localmxc://partyline/${id}`, `mxc://partyline/${id}?thumbnail`]) {
        const [of, none] = await Promise.all(
          [path, path.replace(id, nothing.upload)].map((one) => held.api.call('GET', `/v1/assets/serve?url=${e(one)}`)),
        );
        assert.deepEqual(of && like(of), none && like(none), path);
      }
    }
    assert.notEqual(before.draft, undefined);
  });

  it('cannot find out with a cursor how far the log is', async () => {
    const [seen, hidden] = chats;
    assert.ok(seen !== undefined && hidden !== undefined);
    const held = await tokenWith(owner, url, { chatIDs: [seen.id] });
    await held.api.get('/v1/events');
    for (let times = 0; times < 5; times++) await server.say(hidden, `more of ${hidden.word}`);
    const { cursor } = await owner.get<{ cursor: string }>('/v1/events');
    const beyond = `${cursor.split('.')[0]}.${Number(cursor.split('.')[1]) + 1_000}`;
    const [real, none] = await Promise.all(
      [cursor, beyond].map((since) => held.api.call('GET', `/v1/events?since=${since}`)),
    );
    assert.equal(real?.status, 410);
    assert.deepEqual(real && like(real), none && like(none));
  });

  it('is told when a chat that it saw is gone, and its token ends its streams', async (t) => {
    const [one] = chats.filter(({ accountID }) => accountID === accounts[2]);
    assert.ok(one !== undefined);
    const held = await tokenWith(owner, url, { accountIDs: [one.accountID] });
    const blind = await tokenWith(owner, url, { accountIDs: [accounts[0] ?? ''] });
    const headers = (token: string) => ({ authorization: `Bearer ${token}` });
    const socket = await openSocket(t, url, '/v1/ws?since=now', headers(held.token));
    await socket.subscribe(['*']);
    const other = await openSocket(t, url, '/v1/ws?since=now', headers(blind.token));
    await other.subscribe(['*']);
    const event = { kind: 'chat_removed', chatID: one.network };
    await owner.post(`/v1/accounts/${one.accountID}/sandbox`, { event });
    await socket.until((frame) => frame.type === 'chat.deleted' && frame.chatID === one.id);
    assert.equal((await held.api.call('GET', `/v1/chats/${e(one.id)}`)).status, 404);
    assert.deepEqual(other.events(), []);
    await owner.call('DELETE', `/v1/tokens/${held.id}`);
    assert.equal((await socket.closed).code, 1008);
  });
});
