/** What clients do that no current SDK does any more: contract 0.1 and 1.3 to 1.5, marks [LEG] and [CLI], and client-expectations.md. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Partyline } from '@partyline/client';
import { addSandboxAccount } from './support/sandbox.ts';
import { commandSandbox } from './support/sandbox-commands.ts';
import { startInProcess, type TestServer, TOKEN } from './support/server.ts';
import { until } from './support/until.ts';

const count = 60;

describe('older clients and clients written by hand', () => {
  let server: TestServer;
  let client: Partyline;
  let accountID: string;
  let chatID: string;
  let localChatID: string;

  before(async () => {
    server = await startInProcess('--sandbox');
    client = new Partyline({ accessToken: TOKEN, baseURL: server.url });
    ({ accountID } = await addSandboxAccount(server.url, 'ada'));
    await commandSandbox(server.url, accountID, { history: { chat: 'silent', count } });
    const chat = await client.chats.start({ accountID, user: { id: 'silent' } });
    chatID = chat.id;
    localChatID = chat.localChatID ?? '';
  });
  after(() => server.end());

  /** A request as it is written here. @returns status and parsed body */
  async function ask(request: string, body?: unknown) {
    const [method = '', path = ''] = request.split(' ');
    const response = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  async function sent(text: string): Promise<string> {
    const { pendingMessageID } = await client.messages.send(chatID, { text });
    return until('it is sent', async () => {
      const { id, sendStatus } = await client.messages.retrieve(pendingMessageID, { chatID });
      return sendStatus?.status === 'SUCCESS' ? id : undefined;
    });
  }

  for (const field of ['sortKey', 'id'] as const) {
    it(`page messages with the ${field} of the last one`, async () => {
      const all = (await Array.fromAsync(client.messages.list(chatID))).map((message) => message.id);
      const walked: string[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await ask(`GET /v1/chats/${localChatID}/messages?limit=25&cursor=${cursor}`);
        walked.push(...body.items.map((item: { id: string }) => item.id));
        if (!body.hasMore) break;
        cursor = body.items.at(-1)[field];
      }
      assert.deepEqual(walked, all);
      assert.ok(walked.length >= count);
    });
  }

  it('page chats with milliseconds', async () => {
    const { body } = await ask(`GET /v1/chats?cursor=${Date.now() + 60_000}&direction=before`);
    assert.ok(body.items.some((item: { id: string }) => item.id === chatID));
    assert.deepEqual((await ask('GET /v1/chats?cursor=1000')).body.items, []);
  });

  it('write chat IDs raw, encoded, encoded in part, and local', async () => {
    const encoded = chatID.replaceAll('!', '%21').replaceAll(':', '%3a').replaceAll('.', '%2E');
    for (const id of [chatID, encodeURIComponent(chatID), encoded, localChatID]) {
      const { status, body } = await ask(`GET /v1/chats/${id}`);
      assert.deepEqual([status, body.id], [200, chatID], id);
      assert.equal((await ask(`GET /v1/messages/search?chatIDs=${id}&limit=1`)).body.items[0].chatID, chatID, id);
    }
  });

  it('write lists in every way', async () => {
    const other = encodeURIComponent('nobody');
    for (const list of [
      `accountIDs=${accountID}&accountIDs=${other}`,
      `accountIDs[]=${accountID}&accountIDs[]=${other}`,
      `accountIDs[0]=${other}&accountIDs[1]=${accountID}`,
      `accountIDs=${accountID},${other}`,
    ]) {
      const { body } = await ask(`GET /v1/chats?${list}`);
      assert.notEqual(body.items.length, 0, list);
    }
    assert.deepEqual((await ask(`GET /v1/chats?accountIDs=${other}`)).body.items, []);
  });

  it('send no body, or an empty object', async () => {
    for (const body of [undefined, {}]) {
      assert.equal((await ask(`POST /v1/chats/${chatID}/unread`, body)).body.isMarkedUnread, true);
      assert.equal((await ask(`POST /v1/chats/${chatID}/read`, body)).body.unreadCount, 0);
      assert.equal((await ask(`POST /v1/chats/${chatID}/archive`, body)).status, 204);
      assert.equal((await ask('POST /v1/focus', body)).status, 200);
    }
    await client.chats.archive(chatID, { archived: false });
  });

  it('take reactions back with the key in the query or in the body', async () => {
    const messageID = await sent('React to this');
    const path = `/v1/chats/${chatID}/messages/${messageID}/reactions`;
    for (const [query, body] of [[`?reactionKey=${encodeURIComponent('👍')}`], ['', { reactionKey: '👍' }]] as const) {
      await ask(`POST ${path}`, { reactionKey: '👍' });
      assert.equal((await client.messages.retrieve(messageID, { chatID })).reactions?.length, 1);
      assert.equal((await ask(`DELETE ${path}${query}`, body)).body.reactionKey, '👍');
      assert.deepEqual((await client.messages.retrieve(messageID, { chatID })).reactions ?? [], []);
    }
    const { status, body } = await ask(`DELETE ${path}`);
    assert.deepEqual([status, body.details.issues[0].path], [422, ['query', 'reactionKey']]);
  });

  it('create chats with a mode', async () => {
    const start = { accountID, mode: 'start', user: { id: 'silent' }, allowInvite: true };
    assert.equal((await ask('POST /v1/chats', start)).body.chatID, chatID);
    const create = { accountID, mode: 'create', type: 'single', participantIDs: ['silent'] };
    assert.equal((await ask('POST /v1/chats', create)).body.chatID, chatID);
  });

  it('set reminders in milliseconds', async () => {
    const remindAtMs = Date.UTC(2999, 0, 1);
    assert.equal((await ask(`POST /v1/chats/${chatID}/reminders`, { reminder: { remindAtMs } })).status, 204);
    assert.equal((await client.chats.retrieve(chatID)).reminder?.remindAt, '2999-01-01T00:00:00.000Z');
    await client.chats.reminders.delete(chatID);
  });

  it('call a voice note voiceNote', async () => {
    const audio = Buffer.concat([Buffer.from('RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0'), Buffer.alloc(24)]);
    const { uploadID } = await client.assets.upload({ file: new Blob([audio]), mimeType: 'audio/wav' });
    const { status, body } = await ask(`POST /v1/chats/${chatID}/messages`, {
      attachment: { uploadID, type: 'voiceNote', duration: 1 },
    });
    assert.equal(status, 200, JSON.stringify(body));
    const { type, attachments } = await client.messages.retrieve(body.pendingMessageID, { chatID });
    assert.deepEqual([type, attachments?.[0]?.isVoiceNote], ['VOICE', true]);
  });

  it('as the official command line: put a whole upload into a draft, send with its extras, and ask for a title', async () => {
    const upload = await client.assets.upload({ file: new File(['x'], 'x.txt') });
    const attachments = { [upload.uploadID ?? '']: upload };
    const draft = { text: 'See this', attachments };
    assert.equal((await ask(`PATCH /v1/chats/${chatID}`, { draft })).status, 200);
    assert.equal((await ask(`PATCH /v1/chats/${chatID}`, { draft: null })).body.draft ?? null, null);
    const extras = { text: 'Hello', mentions: ['silent'], disableLinkPreview: true };
    const { body } = await ask(`POST /v1/chats/${chatID}/messages`, extras);
    assert.equal((await ask(`GET /v1/chats/${chatID}/messages/${body.pendingMessageID}`)).status, 200);
    assert.equal((await ask(`POST /v1/chats/${chatID}/typing`, { state: 'typing' })).status, 204);
    for (const title of ['Some%20title', 'With%2Fslash', '%23channel', 'B%C3%BCcher']) {
      const missing = await ask(`GET /v1/chats/${title}?maxParticipantCount=0`);
      assert.equal(missing.status, 404, title);
      assert.match(missing.body.message, /not found/i);
    }
  });
});
