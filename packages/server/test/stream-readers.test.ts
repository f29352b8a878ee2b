/** Readers that are slow, dead, no longer allowed, or far behind. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Account } from '@partyline/protocol';
import pino from 'pino';
import { WebSocket } from 'ws';
import { openTokens } from '../src/auth/token-desk.ts';
import { createTyping } from '../src/inbox/typing.ts';
import { append, type LogEvent } from '../src/log/event-log.ts';
import { openEventLog } from '../src/log/log-reader.ts';
import { openStore, soleOwner } from '../src/store/store.ts';
import { createStream } from '../src/stream/stream.ts';
import { apiOf } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { testAccounts } from './support/inbox.ts';
import { drain, newestCursor, openEventStream, openSocket, type Page } from './support/live.ts';
import { command, connectedAccount } from './support/sandbox.ts';
import { startTestServer, temporaryFolder } from './support/server.ts';

const { api, running, dataDir } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'read');
const say = (text: string) => command(api, accountID, { say: { contact: 'herald', text } });

test('a token that is revoked ends its WebSocket and its event stream soon after', async (t) => {
  const desk = await openTokens(dataDir);
  t.after(() => desk.close());
  const { token } = await desk.create({ name: 'short lived', scopes: ['read'] });
  const headers = { authorization: `Bearer ${token}` };
  const socket = await openSocket(t, running.url, '/v1/ws', headers);
  const { ticket } = await apiOf(running.url, token).post<{ ticket: string }>('/v1/ws/tickets');
  const byTicket = await openSocket(t, running.url, `/v1/ws?ticket=${ticket}`, {});
  const stream = await openEventStream(t, running.url, '/v1/events', headers);
  const other = await openSocket(t, running.url);
  await desk.revoke('short lived');
  for (const { closed } of [socket, byTicket]) assert.equal((await closed).code, 1008);
  await stream.ended;
  assert.equal(other.ws.readyState, WebSocket.OPEN);
});

test('events need the scope read', async (t) => {
  const desk = await openTokens(dataDir);
  t.after(() => desk.close());
  const { token } = await desk.create({ name: 'writer', scopes: ['write'] });
  const headers = { authorization: `Bearer ${token}` };
  for (const [method, path] of [
    ['GET', '/v1/events'],
    ['POST', '/v1/ws/tickets'],
  ] as const) {
    assert.equal((await fetch(new URL(path, running.url), { method, headers })).status, 403);
  }
  const ws = new WebSocket(`${running.url.replace('http', 'ws')}/v1/ws`, { headers });
  ws.on('error', () => undefined);
  const [, response] = await once(ws, 'unexpected-response');
  assert.equal(response.statusCode, 403);
});

test('a long poll answers at once with what there is, waits for what comes, and ends in time with nothing', async () => {
  const first = await api.get<Page>('/v1/events?wait=20');
  assert.deepEqual([first.items, first.hasMore], [[], false]);
  const waiting = api.get<Page>(`/v1/events?since=${first.cursor}&wait=20`);
  await say('to be waited for');
  const { items } = await waiting;
  assert.match(JSON.stringify(items), /to be waited for/);
  const byOtherName = await api.get<Page>(`/v1/events?cursor=${first.cursor}`);
  assert.match(JSON.stringify(byOtherName.items), /to be waited for/);
  const cursor = await newestCursor(api);
  const startedAt = performance.now();
  const nothing = await api.get<Page>(`/v1/events?since=${cursor}&wait=0.3&types=reminder.due`);
  assert.ok(performance.now() - startedAt >= 299);
  assert.deepEqual(nothing.items, []);
  for (const query of ['wait=26', 'wait=-1', 'limit=0', 'limit=1001', 'types=nonsense', 'since=nonsense'])
    assert.equal((await api.call('GET', `/v1/events?${query}`)).status, 422, query);
});

test('a long poll ends when the server stops', async (t) => {
  const server = await startTestServer(t);
  const cursor = await newestCursor(server.api);
  const waiting = server.api.get<Page>(`/v1/events?since=${cursor}&wait=25&types=reminder.due`);
  // The reader is known once its call is counted; a second one behind it on another connection shows that.
  await server.api.get('/v1/accounts');
  const startedAt = performance.now();
  await server.running.close();
  assert.deepEqual((await waiting).items, []);
  assert.ok(performance.now() - startedAt < 2_900, 'before the time for answers under way is over');
});

test('an event stream says how to come back, and local chat IDs filter it', async (t) => {
  const since = await newestCursor(api);
  await say('for the filter');
  const message = await eventually(
    () => drain(api, since),
    (events) => events.some(({ type }) => type === 'message.upserted'),
  );
  const [first] = message.filter(({ type }) => type === 'chat.upserted' || type === 'message.upserted');
  const chats = message.flatMap((event) => (event.type === 'chat.upserted' ? (event.entries ?? []) : []));
  assert.ok(first !== undefined && chats[0] !== undefined);
  const stream = await openEventStream(
    t,
    running.url,
    `/v1/events?since=${since}&chatIDs=${chats[0].localChatID}&types=message.upserted`,
  );
  assert.equal(stream.contentType, 'text/event-stream; charset=utf-8');
  await eventually(
    () => stream.events,
    ({ length }) => length === 1,
  );
  assert.match(stream.text(), /^retry: \d+\nid: \S+\n\n/);
  assert.equal(stream.events[0]?.type, 'message.upserted');
});

/** The stream room alone, on a store and a server of its own, with short pauses. */
async function room(scope: Parameters<typeof temporaryFolder>[0], pingMs: number) {
  const store = await openStore(temporaryFolder(scope));
  const log = await openEventLog(store);
  const stream = createStream({
    log,
    entries: { chats: async () => new Map(), messages: async () => new Map() },
    tokens: { good: async (ids) => new Set(ids) },
    resolveChatID: async () => undefined,
    typing: createTyping(store, testAccounts),
    logger: pino({ level: 'silent' }),
    bufferBytes: 1_000_000,
    slowMs: 200,
    pingMs,
  });
  const server = createServer();
  const caller = { owner: soleOwner, tokenID: 'any', program: 'test', name: 'any', scopes: new Set(['read'] as const) };
  server.on('upgrade', async (request, socket, head) => {
    const since = new URL(request.url ?? '', 'http://localhost').searchParams.get('since') ?? undefined;
    stream.accept({ request, socket, head }, caller, {
      start: await stream.startOf(since),
      withTyping: false,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope.after(async () => {
    await stream.close();
    server.close();
    await store.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    store,
    append: (...events: readonly LogEvent[]) => store.write((tx) => append(tx, soleOwner, ...events)),
  };
}

const account = (statusText: string): Account => ({
  accountID: 'large',
  bridge: { id: 'b', type: 't', provider: 'local' },
  status: 'connected',
  user: { id: 'u' },
  statusText,
});

test('a live reader that takes nothing is ended with 1013, and the others are unharmed', async (t) => {
  const { url, append: add } = await room(t, 30_000);
  const slow = await openSocket(t, url, '/?since=now');
  const quick = await openSocket(t, url, '/?since=now');
  await slow.subscribe(['*']);
  await quick.subscribe(['*']);
  slow.ws.pause();
  // The system's own buffers take some megabytes first.
  const count = 300;
  for (let number = 1; number <= count; number++) {
    await add({ type: 'account.upserted', account: account(`${number} ${'x'.repeat(100_000)}`) });
    // The quick one keeps up: what piles up for it stays below the bound.
    if (number % 5 === 0) await eventually(quick.events, ({ length }) => length === number);
  }
  slow.ws.resume();
  assert.equal((await slow.closed).code, 1013);
  const missed = count - slow.events().length;
  assert.ok(missed > 0);
  // It comes back where it was, and gets the rest at its own pace, however much that is.
  const again = await openSocket(t, url, `/?since=${slow.events().at(-1)?.cursor}`);
  await again.subscribe(['*']);
  const rest = await eventually(again.events, ({ length }) => length >= missed);
  assert.deepEqual(
    [...slow.events(), ...rest].map(({ cursor }) => cursor),
    quick.events().map(({ cursor }) => cursor),
  );
});

test('a peer that does not answer pings is dead; one that does stays', async (t) => {
  const { url } = await room(t, 400);
  const dead = new WebSocket(url.replace('http', 'ws'), { autoPong: false });
  await once(dead, 'open');
  const alive = await openSocket(t, url, '/');
  let pings = 0;
  alive.ws.on('ping', () => pings++);
  const [code] = await once(dead, 'close');
  assert.equal(code, 1006);
  await eventually(
    () => pings,
    (count) => count >= 3,
  );
  assert.equal(alive.ws.readyState, WebSocket.OPEN);
});

test('entries that are gone leave their IDs, and nobody else sees an event twice while thousands are caught up on', async (t) => {
  const { url, append: add, log } = await room(t, 30_000);
  const start = log.cursorOf(log.head());
  for (let batch = 0; batch < 20; batch++) {
    await add(
      ...Array.from({ length: 150 }, (_, count) => ({
        type: 'message.upserted' as const,
        chatID: '!gone:local',
        ids: [String(batch * 1_000 + count)],
      })),
    );
  }
  const reader = await openSocket(t, url, `/?since=${start}`);
  await reader.subscribe(['*']);
  for (let batch = 20; batch < 30; batch++)
    await add({ type: 'chat.deleted', chatID: `!chat-${batch}:local`, accountID: 'any' });
  const events = await eventually(reader.events, ({ length }) => length >= 3_010);
  assert.equal(events.length, 3_010);
  assert.equal(new Set(events.map(({ cursor }) => cursor)).size, 3_010);
  assert.ok(events.every(({ entries }) => entries === undefined));
  assert.deepEqual(events[0]?.ids, ['0']);
});

test('a reader whose place is pruned while it is away learns so over its open connection', async (t) => {
  const { url, append: add, log } = await room(t, 30_000);
  await add({ type: 'chat.deleted', chatID: '!one:local', accountID: 'any' });
  const reader = await openSocket(t, url, `/?since=${log.cursorOf(0)}`);
  await add({ type: 'chat.deleted', chatID: '!two:local', accountID: 'any' });
  await eventually(
    () => log.head(),
    (head) => head === 2,
  );
  await log.prune(Date.now() + 1);
  await reader.subscribe(['*']);
  assert.equal((await reader.until(({ type }) => type === 'error')).code, 'CURSOR_GONE');
  assert.equal((await reader.closed).code, 4410);
});

test('the log forgets what is old, in pieces, and refuses the cursors of that alone', async (t) => {
  const { append: add, log, store } = await room(t, 30_000);
  await add(
    ...Array.from({ length: 2_500 }, (_, index) => ({
      type: 'chat.deleted' as const,
      chatID: `!${index}`,
      accountID: 'any',
    })),
  );
  const cutoff = Date.now();
  await store.write(async (tx) => {
    await tx.updateTable('events').set({ at: cutoff }).execute();
    await tx
      .updateTable('events')
      .set({ at: cutoff - 1 })
      .where('seq', '<=', 2_400)
      .execute();
  });
  assert.equal(await log.prune(cutoff), 2_400);
  assert.equal(await log.prune(cutoff), 0);
  assert.equal((await log.read(soleOwner, 0, 10))[0]?.seq, 2_401);
  await assert.rejects(log.positionOf(log.cursorOf(2_399)), { code: 'CURSOR_GONE' });
  assert.equal(await log.positionOf(log.cursorOf(2_400)), 2_400);
  assert.equal(await log.prune(cutoff + 1), 100);
});
