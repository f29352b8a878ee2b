/** Lists of chats stay in order and whole, whatever comes in, and when. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { ChatListItem, Message } from '@partyline/protocol';
import { createChats } from '../src/data/chats.ts';
import { localMinute, reminderTimes } from '../src/data/reminder-times.ts';

const chat = (id: string, minute: number, more: Partial<ChatListItem> = {}): ChatListItem => ({
  id,
  accountID: 'a',
  network: 'Test',
  title: id,
  type: 'single',
  participants: { items: [], hasMore: false, total: 0 },
  unreadCount: 0,
  lastActivity: new Date(minute * 60_000).toISOString(),
  ...more,
});
const message = (chatID: string, sortKey: string): Message => ({
  id: sortKey,
  sortKey,
  chatID,
  accountID: 'a',
  senderID: 's',
  timestamp: '2026-01-01T00:00:00Z',
  text: sortKey,
});

/** Pages of the server, one for each call. */
function served(...pages: ChatListItem[][]) {
  const asked: string[] = [];
  const api = new Partyline({
    baseURL: 'http://localhost',
    accessToken: null,
    fetch: async (input) => {
      asked.push(String(input));
      const items = pages.shift() ?? [];
      const [first, last] = [items[0]?.id ?? null, items.at(-1)?.id ?? null];
      return Response.json({ items, hasMore: pages.length > 0, oldestCursor: last, newestCursor: first });
    },
  });
  return { chats: createChats(api), asked };
}
const head = { seq: 1, ts: '2026-01-01T00:00:00Z', cursor: 'c' };

test('a chat further down is not shown before its page, and stands in its place after it', async () => {
  const { chats } = served([chat('a', 50), chat('b', 40)], [chat('c', 30), chat('d', 20)]);
  const list = chats.list({ inbox: 'primary' });
  await list.loadMore();
  chats.put(chat('c', 30));
  assert.deepEqual(list.state.get().ids, ['a', 'b']);
  // Pinned ones are on top, wherever they come from.
  chats.put(chat('d', 20, { isPinned: true }));
  assert.deepEqual(list.state.get().ids, ['d', 'a', 'b']);
  await list.loadMore();
  assert.deepEqual([list.state.get().ids, list.state.get().isWhole], [['a', 'b', 'c', 'd'], true]);
  chats.put(chat('c', 60));
  assert.deepEqual(list.state.get().ids, ['c', 'a', 'b', 'd']);
  chats.put(chat('a', 60, { isArchived: true }));
  assert.deepEqual(list.state.get().ids, ['c', 'b', 'd']);
});

test('the last message of a chat is the newest that was told, in whichever order', async () => {
  const { chats } = served([chat('a', 50, { preview: message('a', '5') })]);
  await chats.list({ inbox: 'primary' }).loadMore();
  const says = (chatID: string, sortKey: string) =>
    chats.take({ ...head, type: 'message.upserted', chatID, ids: [sortKey], entries: [message(chatID, sortKey)] });
  says('a', '7');
  says('a', '6');
  // An answer that was on its way meanwhile is older than what was told.
  chats.put(chat('a', 50, { preview: message('a', '5') }));
  assert.equal(chats.get('a')?.preview?.id, '7');
  // A chat that is not known comes after its message.
  says('z', '9');
  chats.take({ ...head, type: 'chat.upserted', chatID: 'z', ids: ['z'], entries: [chat('z', 90)] });
  assert.equal(chats.get('z')?.preview?.id, '9');
  assert.deepEqual(chats.list({ inbox: 'primary' }).state.get().ids, ['z', 'a']);
});

test('loading anew keeps the list until the answer is there, and then has nothing else', async () => {
  const { chats } = served([chat('a', 50), chat('b', 40)], [chat('b', 60)]);
  const list = chats.list({ inbox: 'primary' });
  await list.loadMore();
  const seen: (readonly string[])[] = [];
  list.state.subscribe(() => seen.push(list.state.get().ids));
  await chats.reload();
  assert.ok(
    seen.every((ids) => ids.length > 0),
    JSON.stringify(seen),
  );
  assert.deepEqual(list.state.get().ids, ['b']);
  assert.equal(chats.get('a'), undefined);
});

test('times for reminders are to come, in order, and make sense', () => {
  const names = (local: string) => reminderTimes(new Date(local)).map(([name]) => name);
  assert.deepEqual(names('2026-03-04T08:10'), ['later', 'evening', 'tomorrow', 'week']);
  assert.deepEqual(names('2026-03-04T18:30'), ['later', 'tomorrow', 'week']);
  assert.deepEqual(names('2026-03-04T23:30'), ['tomorrow', 'week']);
  const at = (local: string, wanted: string) =>
    reminderTimes(new Date(local))
      .filter(([name]) => name === wanted)
      .map(([, time]) => localMinute(time))[0];
  assert.equal(at('2026-03-04T08:10', 'later'), '2026-03-04T11:30');
  assert.equal(at('2026-03-04T08:10', 'tomorrow'), '2026-03-05T09:00');
  // From a Wednesday and from a Sunday: not the Monday that is tomorrow.
  assert.equal(at('2026-03-04T08:10', 'week'), '2026-03-09T09:00');
  assert.equal(at('2026-03-08T08:10', 'week'), '2026-03-16T09:00');
});

test('what is told while a page or another answer is on its way counts, though that is older and comes later', async () => {
  const page = Promise.withResolvers<unknown>();
  const fetch = async () => Response.json(await page.promise);
  const chats = createChats(new Partyline({ baseURL: 'http://localhost', accessToken: null, fetch }));
  const list = chats.list({ inbox: 'primary' });
  const loading = list.loadMore();
  const tell = (entry: ChatListItem) =>
    chats.take({ ...head, type: 'chat.upserted', chatID: entry.id, ids: [entry.id], entries: [entry] });
  tell(chat('a', 50, { isMuted: true }));
  chats.take({ ...head, type: 'chat.deleted', chatID: 'b', ids: ['b'] });
  page.resolve({ items: [chat('a', 50), chat('b', 40)], hasMore: false, oldestCursor: 'b', newestCursor: 'a' });
  await loading;
  assert.deepEqual(list.state.get().ids, ['a']);
  assert.equal(chats.get('a')?.isMuted, true);
  const answer = Promise.withResolvers<ChatListItem>();
  const changing = chats.change(() => answer.promise);
  tell(chat('a', 50, { isMuted: false }));
  answer.resolve(chat('a', 50, { isMuted: true }));
  await changing;
  assert.equal(chats.get('a')?.isMuted, false);
});
