import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Chat, ChatListItem } from '@partyline/protocol';
import { chatCalled, chatEvents, deliver, readChat, said } from './support/chats.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { command, connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'reading');
const start = Date.UTC(2020, 0, 1);

/** A direct chat, as the network knows it, with four messages of one's friend and an own one in between. */
async function chatWith(contact: string): Promise<{ chat: Chat; at: string; ids: readonly string[] }> {
  const chat = { id: contact, type: 'single', title: contact } as const;
  const from = (index: number, isSelf = false) =>
    said(contact, start + index, {
      id: `${contact}-${index}`,
      chat,
      sender: { id: isSelf ? 'reading' : contact, isSelf },
      ...(index === 3 && { mentions: ['reading'] }),
    });
  await deliver(api, accountID, from(0), from(1), from(2, true), from(3), from(4));
  const found = await chatCalled(api, accountID, contact);
  const rows = rowsOf(dataDir, 'select id from messages where chat_id = ? order by id', found.localChatID ?? '');
  return { chat: found, at: `/v1/chats/${found.id}`, ids: rows.map(({ id }) => String(id)) };
}

const state = ({ unreadCount, unreadMentionsCount, isMarkedUnread }: Chat) => [
  unreadCount,
  unreadMentionsCount,
  isMarkedUnread,
];
const read = (at: string, messageID?: string) =>
  api.post<ChatListItem>(`${at}/read`, messageID === undefined ? undefined : { messageID });
const unread = (at: string, messageID?: string) =>
  api.post<ChatListItem>(`${at}/unread`, messageID === undefined ? {} : { messageID });
const told = async (chat: string) =>
  ((await command(api, accountID, { received: { chat } })) as { readUpTo: string | null }).readUpTo;

test('a chat is read up to a message, in any form of its ID, or whole; the network is told', async () => {
  const { chat, at, ids } = await chatWith('silent');
  assert.deepEqual(state(await readChat(api, chat.id)), [2, 1, false]);
  assert.deepEqual(state(await read(at, ids[3])), [1, 0, false]);
  await eventually(
    () => told('silent'),
    (id) => id === 'silent-3',
  );
  const whole = await read(at);
  assert.deepEqual(state(whole), [0, 0, false]);
  assert.equal(whole.lastReadMessageSortKey, `0${String(ids[4]).padStart(16, '0')}`);
  await eventually(
    () => told('silent'),
    (id) => id === 'silent-4',
  );
});

test('native IDs and sort keys are message IDs too', async () => {
  const { at, ids } = await chatWith('terse');
  for (const id of ['terse-3', `0${String(ids[3]).padStart(16, '0')}`]) {
    assert.deepEqual(state(await unread(at, 'terse-3')), [2, 1, false]);
    assert.deepEqual(state(await read(at, id)), [1, 0, false], id);
  }
});

test('reading never goes back, and says so neither here nor to the network', async () => {
  const { chat, at, ids } = await chatWith('fan');
  await read(at);
  await eventually(
    () => told('fan'),
    (id) => id === 'fan-4',
  );
  const events = chatEvents(dataDir, chat.id).length;
  for (const id of ids) assert.deepEqual(state(await read(at, id)), [0, 0, false]);
  assert.equal(chatEvents(dataDir, chat.id).length, events);
  assert.equal(await told('fan'), 'fan-4');
});

test('unread from a message on: everything from there counts again', async () => {
  const { at, ids } = await chatWith('shy');
  await read(at);
  assert.deepEqual(state(await unread(at, ids[1])), [3, 1, false]);
  await eventually(
    () => told('shy'),
    (id) => id === 'shy-0',
  );
  assert.deepEqual(state(await unread(at, ids[4])), [3, 1, false], 'what was unread before stays so');
  assert.deepEqual(state(await unread(at, ids[0])), [4, 1, false]);
});

test('unread from an own message with nothing after it only marks the chat', async () => {
  const { at } = await chatWith('painter');
  await deliver(
    api,
    accountID,
    said('painter', start + 9, {
      id: 'painter-last',
      chat: { id: 'painter', type: 'single' },
      sender: { id: 'reading', isSelf: true },
    }),
  );
  assert.deepEqual(state(await unread(at, 'painter-last')), [0, 0, true]);
});

test('a chat can be marked unread, and reading takes the mark away', async () => {
  const { chat, at } = await chatWith('reader');
  await read(at);
  assert.deepEqual(state(await unread(at)), [0, 0, true]);
  const events = chatEvents(dataDir, chat.id);
  assert.equal(events.at(-1), 'chat.upserted');
  assert.deepEqual(state(await unread(at)), [0, 0, true]);
  assert.equal(chatEvents(dataDir, chat.id).length, events.length);
  assert.deepEqual(state(await read(at)), [0, 0, false]);
  assert.equal(chatEvents(dataDir, chat.id).length, events.length + 1);
});

test('a network without receipts is not told', async () => {
  const { chat, at, ids } = await chatWith('fickle');
  await deliver(api, accountID, {
    kind: 'chat',
    chat: { id: 'fickle', type: 'single', capabilities: { readReceipts: false } },
  });
  assert.deepEqual(state(await read(at)), [0, 0, false]);
  const other = await chatWith('slow');
  await read(other.at);
  // Marks are told in order: had the first been told, it would be there now.
  await eventually(
    () => told('slow'),
    (id) => id === 'slow-4',
  );
  assert.equal(await told('fickle'), null);
  assert.equal((await readChat(api, chat.id)).lastReadMessageSortKey?.endsWith(String(ids[4])), true);
});

test('a mark is told to nobody', async () => {
  const { at } = await chatWith('refuser');
  assert.deepEqual(state(await unread(at)), [2, 1, true]);
  const other = await chatWith('herald');
  await read(other.at);
  await eventually(
    () => told('herald'),
    (id) => id === 'herald-4',
  );
  assert.equal(await told('refuser'), null);
});

test('an empty chat can be read, and unread', async () => {
  const { id } = await chatCalled(api, accountID, 'Lobby');
  assert.deepEqual(state(await read(`/v1/chats/${id}`)), [0, 0, false]);
  assert.deepEqual(state(await unread(`/v1/chats/${id}`)), [0, 0, true]);
});

test('unknown chats and messages are not found; a message of another chat neither', async () => {
  const { at } = await chatWith('unsure');
  const { ids } = await chatWith('busy');
  for (const verb of ['read', 'unread']) {
    assert.equal((await api.call('POST', `/v1/chats/none/${verb}`)).status, 404);
    for (const messageID of ['5', 'm5', 'none', ids[0]])
      assert.equal((await api.call('POST', `${at}/${verb}`, { messageID })).status, 404, `${verb} ${messageID}`);
    assert.equal((await api.call('POST', `${at}/${verb}`, { messageID: '' })).status, 422);
  }
});
