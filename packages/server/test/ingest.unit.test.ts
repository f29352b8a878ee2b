import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkEvent } from '@partyline/connector';
import { eventually } from './support/eventually.ts';
import { message, myself, openTestInbox, type SeenChat } from './support/inbox.ts';

const texts = (chat: SeenChat | undefined) => chat?.messages.map(({ text }) => text);
const unread = (chat: SeenChat | undefined) =>
  chat?.messages.filter(({ isUnread }) => isUnread === true).map(({ text }) => text);

test('contract 1: acknowledged means stored: ingest resolves when the events can be seen', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('2', 20), message('1', 10), message('3', 30));
  const [room] = await inbox.seen();
  assert.deepEqual(texts(room), ['text of 1', 'text of 2', 'text of 3']);
  assert.equal(room?.title, 'Room');
  assert.equal(room?.unreadCount, 3);
  assert.equal(room?.lastActivity, '1970-01-01T00:00:00.030Z');
});

test('contract 3: a message that comes again is dropped, within a call, across calls and side by side', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('1', 10, { text: 'first' }), message('1', 10, { text: 'again' }));
  await Promise.all([1, 2, 3].map(() => inbox.ingest(message('1', 10), message('2', 20, { text: 'new' }))));
  const [room] = await inbox.seen();
  assert.deepEqual(texts(room), ['first', 'new']);
  assert.equal(room?.unreadCount, 2);
});

test('messages of one millisecond keep the order in which they came, over many calls', async (t) => {
  const inbox = await openTestInbox(t);
  const numbers = Array.from({ length: 30 }, (_, index) => index);
  for (const start of [0, 10, 20])
    await inbox.ingest(...numbers.slice(start, start + 10).map((number) => message(String(number), 5)));
  const [room] = await inbox.seen();
  assert.deepEqual(
    texts(room),
    numbers.map((number) => `text of ${number}`),
  );
});

test('a millisecond with more messages than it has places flows over into the next', async (t) => {
  const inbox = await openTestInbox(t);
  const numbers = Array.from({ length: 2_100 }, (_, index) => String(index).padStart(4, '0'));
  await inbox.ingest(...numbers.slice(0, 1_000).map((number) => message(number, 5)));
  await inbox.ingest(...numbers.slice(1_000).map((number) => message(number, 5)));
  const [room] = await inbox.seen();
  assert.deepEqual(
    texts(room),
    numbers.map((number) => `text of ${number}`),
  );
});

test('history stands at its own time and makes nothing unread, whether it comes before or after what is new', async (t) => {
  for (const historyFirst of [true, false]) {
    const inbox = await openTestInbox(t);
    const history = [message('old', 10, { history: true }), message('missed', 30, { history: true })];
    const live = [message('new', 20)];
    for (const events of historyFirst ? [history, live] : [live, history]) await inbox.ingest(...events);
    const [room] = await inbox.seen();
    assert.deepEqual(texts(room), ['text of old', 'text of new', 'text of missed']);
    assert.deepEqual(unread(room), ['text of new']);
    assert.equal(room?.unreadCount, 1);
  }
});

test('an own message reads everything before it, not what comes after', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('1', 10), message('3', 30), message('2', 20, { sender: myself }));
  const [room] = await inbox.seen();
  assert.deepEqual(unread(room), ['text of 3']);
  assert.equal(room?.lastReadMessageSortKey, room?.messages[1]?.sortKey);
});

test('a chat that is told of before its messages takes the time of the newest of them', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest({ kind: 'chat', chat: { id: 'room', type: 'group', title: 'Told' } });
  const [empty] = await inbox.seen();
  assert.ok(Date.parse(empty?.lastActivity ?? '') > Date.now() - 60_000);
  await inbox.ingest(message('2', 20, { history: true }));
  await inbox.ingest(message('1', 10, { history: true }));
  const [room] = await inbox.seen();
  assert.equal(room?.lastActivity, '1970-01-01T00:00:00.020Z');
  assert.equal(room?.title, 'Told');
});

test('an edit says anew who is mentioned, and what is unread is counted by that', async (t) => {
  const edit = (timestamp: number, mentions?: string[]): NetworkEvent => ({
    kind: 'edit',
    id: String(timestamp),
    chatID: 'room',
    messageID: '1',
    timestamp,
    text: `edited at ${timestamp}`,
    ...(mentions !== undefined && { mentions }),
  });
  const [named, unnamed] = [edit(20, ['me']), edit(30)];
  for (const edits of [
    [named, unnamed],
    [unnamed, named],
  ]) {
    const inbox = await openTestInbox(t);
    await inbox.ingest(message('1', 10));
    for (const one of edits) await inbox.ingest(one);
    const [room] = await inbox.seen();
    assert.deepEqual([room?.unreadMentionsCount, room?.messages[0]?.mentions], [0, undefined]);
    await inbox.ingest(edit(40, ['me']));
    assert.equal((await inbox.seen())[0]?.unreadMentionsCount, 1);
  }
});

test('two accounts of one login have their own chats and messages under the same native IDs', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('1', 10, { account: 'home' }), message('1', 10, { account: 'work', text: 'at work' }));
  const chats = await inbox.seen();
  assert.deepEqual(chats.map(({ accountID }) => accountID).sort(), ['local-test_home', 'local-test_work']);
  assert.deepEqual(chats.flatMap(texts).sort(), ['at work', 'text of 1']);
  assert.equal(new Set(chats.flatMap(({ messages }) => messages.map(({ id }) => id))).size, 2);
});

test('a chat that was removed comes back empty of what it had, under the same ID', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('1', 10));
  const [before] = await inbox.seen();
  await inbox.ingest({ kind: 'chat_removed', chatID: 'room' });
  assert.deepEqual(await inbox.seen(), []);
  await inbox.ingest(message('1', 10, { text: 'delivered again' }), message('2', 20));
  const [back] = await inbox.seen();
  assert.equal(back?.id, before?.id);
  assert.deepEqual(texts(back), ['delivered again', 'text of 2']);
  assert.equal(back?.unreadCount, 2);
});

test('removed, told anew and removed again within one call', async (t) => {
  const inbox = await openTestInbox(t);
  const removal: NetworkEvent = { kind: 'chat_removed', chatID: 'room' };
  await inbox.ingest(message('1', 10), removal, message('2', 20), removal, message('3', 30));
  const [room] = await inbox.seen();
  assert.deepEqual(texts(room), ['text of 3']);
});

test('readers are told of a chat that goes and comes back within one call: first that it went', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('1', 10));
  const told = inbox.store.read.selectFrom('events').select('type').orderBy('seq');
  const before = (await told.execute()).length;
  await inbox.ingest({ kind: 'chat_removed', chatID: 'room' }, message('2', 20));
  const types = (await told.execute()).slice(before).map(({ type }) => type);
  assert.deepEqual(types, ['chat.deleted', 'message.upserted', 'chat.upserted']);
});

test('messages of a chat that the network took away are purged', async (t) => {
  const inbox = await openTestInbox(t);
  await inbox.ingest(...Array.from({ length: 1_200 }, (_, index) => message(String(index), index)));
  await inbox.ingest({ kind: 'chat_removed', chatID: 'room' });
  for (const table of ['messages', 'chats'] as const)
    await eventually(
      () => inbox.store.read.selectFrom(table).select('id').execute(),
      ({ length }) => length === 0,
    );
});

test('what is said of a message that does not come is kept for a month', async (t) => {
  const inbox = await openTestInbox(t);
  const edit = (messageID: string): NetworkEvent => {
    const event = { id: `edit of ${messageID}`, messageID, chatID: 'room', timestamp: 20, text: 'edited' };
    return { kind: 'edit', ...event };
  };
  await inbox.ingest(...Array.from({ length: 600 }, (_, index) => edit(`old ${index}`)));
  const age = 30 * 24 * 3_600_000 + 1_000;
  await inbox.store.write((tx) =>
    tx
      .updateTable('early_events')
      .set({ kept_at: Date.now() - age })
      .execute(),
  );
  await inbox.ingest(edit('young'));
  inbox.purger.wake();
  await eventually(
    () => inbox.store.read.selectFrom('early_events').select('id').execute(),
    ({ length }) => length === 1,
  );
  await inbox.ingest(message('old 1', 10), message('young', 11));
  assert.deepEqual(texts((await inbox.seen())[0]), ['text of old 1', 'edited']);
});

test('a time that is none is brought to the nearest that there is, so that it can be shown', async (t) => {
  const inbox = await openTestInbox(t);
  const about = { chatID: 'room', messageID: '1' };
  await inbox.ingest(
    message('1', Number.NaN, { sender: myself }),
    { kind: 'edit', id: 'e', ...about, text: 'edited', timestamp: 1e300 },
    { kind: 'read', ...about, reader: { id: 'ann', isSelf: false }, timestamp: -1e300 },
  );
  const [seen] = (await inbox.seen())[0]?.messages ?? [];
  assert.equal(seen?.timestamp, '1970-01-01T00:00:00.000Z');
  assert.equal(seen?.editedTimestamp?.slice(0, 3), '210');
  assert.deepEqual(seen?.seen, { ann: '1970-01-01T00:00:00.000Z' });
});

test('what cannot be understood is refused whole: an unknown kind, and an account that is none', async (t) => {
  const inbox = await openTestInbox(t);
  const strange: NetworkEvent = JSON.parse('{"kind": "strange", "id": "x"}');
  await assert.rejects(inbox.ingest(message('1', 10), strange), /no kind of event called strange/);
  await assert.rejects(
    inbox.ingest(message('1', 10), message('2', 20, { account: 'nobody' })),
    /no account called nobody/,
  );
  assert.deepEqual(await inbox.seen(), []);
});
