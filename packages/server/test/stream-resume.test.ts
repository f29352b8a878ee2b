/** Contract 2: every door resumes from the same cursor: no gap, nothing twice. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { Event } from '@partyline/protocol';
import fc from 'fast-check';
import type { Api } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { drain, type Frame, newestCursor, openEventStream, openSocket, type Page } from './support/live.ts';
import { command, connectedAccount, switchAccount, untilStatus } from './support/sandbox.ts';
import { type Scope, startTestServer } from './support/server.ts';

type Told = Event | Frame;

/** What an event is, without how its entries look today. */
const identity = (event: Told) => ({
  type: event.type,
  ts: event.ts,
  cursor: event.cursor,
  subject: 'chatID' in event ? event.chatID : 'accountID' in event ? event.accountID : undefined,
  ids: 'ids' in event ? event.ids : undefined,
});
const identities = (events: readonly Told[]) => events.map(identity);

const server = await startTestServer({ after });
const beginning = await newestCursor(server.api);
const { accountID } = await connectedAccount(server.api, 'resumed');
const say = (text: string, contact = 'herald') => command(server.api, accountID, { say: { contact, text } });
for (let count = 0; count < 12; count++) await say(`before ${count}`, count % 3 === 0 ? 'echo' : 'herald');
await switchAccount(server.api, accountID, true);
await switchAccount(server.api, accountID, false);
await untilStatus(server.api, accountID, 'connected');
await say('the last of the history');
await eventually(
  () => drain(server.api, beginning),
  (events) => events.filter(({ type }) => type === 'message.upserted').length === 13,
);

type Door = 'page' | 'sse' | 'ws';

/** Reads so many events after a cursor through a door, and leaves. */
async function hop(scope: Scope, url: string, api: Api, door: Door, since: string, count: number): Promise<Told[]> {
  if (door === 'page') return [...(await api.get<Page>(`/v1/events?since=${since}&limit=${count}&wait=5`)).items];
  if (door === 'sse') {
    const stream = await openEventStream(scope, url, '/v1/events', { 'last-event-id': since });
    await eventually(
      () => stream.events,
      ({ length }) => length >= count,
    );
    stream.stop();
    return stream.events.slice(0, count);
  }
  const socket = await openSocket(scope, url, `/v1/ws?since=${since}`);
  await socket.subscribe(['*']);
  await eventually(socket.events, ({ length }) => length >= count);
  socket.ws.terminate();
  return socket.events().slice(0, count);
}

test('contract 2: one log: from every cursor on, every door tells the same', async (t) => {
  const { api, running } = server;
  const all = await drain(api, beginning);
  assert.ok(all.length > 20, String(all.length));
  assert.equal(new Set(all.map(({ cursor }) => cursor)).size, all.length);
  for (const door of ['page', 'sse', 'ws'] as const) {
    for (let cut = 0; cut < all.length; cut++) {
      const since = cut === 0 ? beginning : (all[cut - 1]?.cursor ?? '');
      const rest = all.slice(cut);
      assert.deepEqual(identities(await hop(t, running.url, api, door, since, rest.length)), identities(rest), door);
    }
  }
});

test('contract 2: one log: whoever hops from door to door while things happen misses nothing and gets nothing twice', async (t) => {
  const { api, running } = server;
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom<Door>('page', 'sse', 'ws'), fc.integer({ min: 1, max: 7 })), {
        minLength: 2,
        maxLength: 5,
      }),
      async (hops) => {
        const start = await newestCursor(api);
        const wanted = hops.reduce((sum, [, count]) => sum + count, 0);
        const name = `round ${++round}`;
        const speaking = (async () => {
          for (let count = 0; count < wanted; count++) await say(`${name}, ${count}`, count % 2 ? 'herald' : 'echo');
        })();
        const told: Told[] = [];
        for (const [door, count] of hops) {
          const since = told.at(-1)?.cursor ?? start;
          told.push(...(await hop(t, running.url, api, door, since, count)));
        }
        await speaking;
        const all = await drain(api, start);
        assert.deepEqual(identities(told), identities(all.slice(0, told.length)));
      },
    ),
    { numRuns: 12 },
  );
});

test('a page never holds more than was asked for, and the cursor moves on when nothing fits the filters', async () => {
  const { api } = server;
  for (const limit of [1, 2, 5, 1000]) {
    const paged = await drain(api, beginning, limit);
    assert.deepEqual(identities(paged), identities(await drain(api, beginning)));
  }
  const page = await api.get<Page>(`/v1/events?since=${beginning}&types=reminder.due`);
  assert.deepEqual(page, { items: [], cursor: await newestCursor(api), hasMore: false });
  const all = await drain(api, beginning);
  const [one] = all.filter(({ type }) => type === 'message.upserted');
  assert.ok(one !== undefined && 'chatID' in one);
  const ofChat = await drain(api, beginning, 3, `&chatIDs=${encodeURIComponent(one.chatID)}`);
  assert.deepEqual(
    identities(ofChat),
    identities(all.filter((event) => 'chatID' in event && event.chatID === one.chatID)),
  );
  const accounts = await drain(api, beginning, 3, '&types=account.upserted&types=account.deleted');
  assert.deepEqual(identities(accounts), identities(all.filter(({ type }) => type.startsWith('account.'))));
});

test('contract 2: one log: a restart in the middle is no gap and nothing twice', async (t) => {
  const first = await startTestServer(t);
  const start = await newestCursor(first.api);
  const account = await connectedAccount(first.api, 'restarted');
  const speak = (api: Api, text: string) => command(api, account.accountID, { say: { contact: 'herald', text } });
  const stream = await openEventStream(t, first.running.url, `/v1/events?since=${start}`);
  const socket = await openSocket(t, first.running.url, `/v1/ws?since=${start}`);
  await socket.subscribe(['*']);
  for (let count = 0; count < 10; count++) await speak(first.api, `first ${count}`);
  await eventually(socket.events, ({ length }) => length > 5);
  const second = await first.restart();
  await stream.ended;
  assert.equal((await socket.closed).code, 1000);

  const streamAgain = await openEventStream(t, second.running.url, `/v1/events?since=${start}`, {
    'last-event-id': stream.lastEventID(),
  });
  const socketAgain = await openSocket(t, second.running.url, `/v1/ws?since=${socket.events().at(-1)?.cursor}`);
  await socketAgain.subscribe(['*']);
  await untilStatus(second.api, account.accountID, 'connected');
  for (let count = 0; count < 10; count++) await speak(second.api, `second ${count}`);
  const isLast = (event: Told) => 'entries' in event && JSON.stringify(event.entries).includes('second 9');
  const all = await eventually(
    () => drain(second.api, start),
    (events) => events.some(isLast),
  );
  const bySocket = await eventually(
    () => [...socket.events(), ...socketAgain.events()],
    ({ length }) => length >= all.length,
  );
  const byStream = await eventually(
    () => [...stream.events, ...streamAgain.events],
    ({ length }) => length >= all.length,
  );
  assert.deepEqual(identities(bySocket).slice(0, all.length), identities(all));
  assert.deepEqual(identities(byStream).slice(0, all.length), identities(all));
});

test('a cursor the log no longer reaches back to is refused with the oldest one, at every door', async (t) => {
  const first = await startTestServer(t);
  const start = await newestCursor(first.api);
  await connectedAccount(first.api, 'forgotten');
  const kept = await newestCursor(first.api);
  await first.running.close();
  const database = new DatabaseSync(join(first.dataDir, 'partyline.db'));
  const monthsAgo = Date.now() - 31 * 24 * 60 * 60 * 1_000;
  database.prepare('update events set at = ? where seq <= ?').run(monthsAgo, Number(kept.split('.')[1]));
  database.close();
  const { api, running } = await first.restart();
  interface Gone {
    readonly code: string;
    readonly details: { readonly oldestCursor: string; readonly newestCursor: string };
  }
  const { body } = await eventually(
    () => api.call<Gone>('GET', `/v1/events?since=${start}`),
    ({ status }) => status === 410,
  );
  assert.equal(body.code, 'CURSOR_GONE');
  assert.equal(body.details.oldestCursor, kept);
  const stream = await openEventStream(t, running.url, `/v1/events?since=${start}`);
  assert.equal(stream.status, 410);
  assert.match(stream.contentType ?? '', /^application\/json/);
  const socket = await openSocket(t, running.url, `/v1/ws?since=${start}`);
  const frame = await socket.until(({ type }) => type === 'error');
  assert.deepEqual([frame.code, frame.details?.oldestCursor], ['CURSOR_GONE', kept]);
  assert.equal((await socket.closed).code, 4410);
  // From the oldest one on, everything that is left is told.
  const left = await drain(api, body.details.oldestCursor);
  assert.ok(left.length > 0);
  assert.ok(left.every(({ cursor }) => cursor !== kept));
  // A cursor of another log is of no use here.
  assert.equal((await api.call('GET', `/v1/events?since=${beginning}`)).status, 410);
});
