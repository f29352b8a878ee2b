/** Networks that the sandbox does not play: those that keep nothing, say nothing, or have stretches without a message. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { History, HistoryRequest, NetworkEvent } from '@partyline/connector';
import { pino } from 'pino';
import { openHistory } from '../src/history/history.ts';
import { createMessages } from '../src/inbox/messages/messages.ts';
import { openEventLog } from '../src/log/log-reader.ts';
import { soleOwner } from '../src/store/store.ts';
import { message, openTestInbox, testAccounts } from './support/inbox.ts';
import { connection } from './support/network.ts';

type Network = (request: HistoryRequest, ingest: (...events: NetworkEvent[]) => Promise<void>) => Promise<History>;

/** A chat with two messages on a network; without one it keeps nothing. `asked` is what it was asked. */
async function room(t: TestContext, network?: Network) {
  const { store, ingest } = await openTestInbox(t);
  await ingest(message('first', 10_000), message('second', 20_000));
  const { public_id } = await store.read.selectFrom('chats').select('public_id').executeTakeFirstOrThrow();
  const asked: HistoryRequest[] = [];
  const fetchHistory = (request: HistoryRequest) => {
    asked.push(request);
    return network === undefined ? Promise.reject(new Error('never')) : network(request, ingest);
  };
  const withHistory = openHistory({
    store,
    accounts: testAccounts,
    log: pino({ level: 'silent' }),
    connectionOf: () => connection(network === undefined ? {} : { fetchHistory }),
    patienceMs: 100,
    fetchLimitMs: 500,
  });
  const messages = withHistory(createMessages(store, await openEventLog(store)));
  const page = (limit: number, cursor?: string) => messages.page(soleOwner, public_id, { limit, cursor });
  return { page, asked };
}

test('a network that keeps nothing is at its end with what is here', async (t) => {
  const { page } = await room(t);
  assert.equal((await page(2)).hasMore, false);
  assert.equal((await page(20)).hasMore, false);
});

test('the network is told which message is the oldest here', async (t) => {
  const { page, asked } = await room(t, async () => ({ hasMore: false }));
  assert.deepEqual([(await page(20)).items.length, (await page(20)).hasMore], [2, false]);
  assert.deepEqual(asked, [{ account: 'home', chatID: 'room', before: { id: 'first', timestamp: 10_000 }, count: 50 }]);
});

test('nobody waits for ever, and a network that still works on an answer is not asked again', async (t) => {
  const { page, asked } = await room(t, () => new Promise(() => {}));
  const first = await page(20);
  assert.deepEqual([first.items.length, first.hasMore], [2, true]);
  assert.equal((await page(20, first.oldestCursor ?? '')).hasMore, false);
  assert.equal(asked.length, 1);
});

test('a stretch without messages does not end the walk', async (t) => {
  let empty = 2;
  const { page, asked } = await room(t, async (_request, ingest) => {
    empty -= 1;
    if (empty < 0) await ingest(message('zeroth', 5_000, { history: true }));
    return { hasMore: empty >= 0 };
  });
  const first = await page(2);
  assert.equal(first.hasMore, true);
  const second = await page(2, first.oldestCursor ?? '');
  assert.deepEqual([second.items.map(({ text }) => text), second.hasMore], [['text of zeroth'], false]);
  assert.equal(asked.length, 3);
});

test('a network that has more and gives nothing is believed, and not asked for ever', async (t) => {
  const { page, asked } = await room(t, async () => ({ hasMore: true }));
  const { oldestCursor } = await page(2);
  const { items, hasMore } = await page(2, oldestCursor ?? '');
  assert.deepEqual([items, hasMore, asked.length], [[], true, 3]);
});
