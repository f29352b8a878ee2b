import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Failure } from './support/api.ts';
import { chatCalled, deliver, listChats, readChat, said } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'lists');
const other = await connectedAccount(api, 'lists-other');
const start = Date.UTC(2020, 0, 1);
for (const [index, chat] of ['first', 'second', 'third'].entries())
  await deliver(api, accountID, said(chat, start + index * 1_000));
await deliver(api, other.accountID, said('elsewhere', start + 1_500));
await chatCalled(api, accountID, 'Lobby');
await chatCalled(api, other.accountID, 'Lobby');

const titles = async (query: Record<string, string>) => (await listChats(api, query)).items.map(({ title }) => title);

test('chats of all accounts are one list, newest activity first, each with its last message', async () => {
  const { items, hasMore, oldestCursor, newestCursor } = await listChats(api);
  assert.deepEqual(
    items.filter(({ title }) => title !== 'Lobby').map(({ title }) => title),
    ['third', 'elsewhere', 'second', 'first'],
  );
  assert.equal(hasMore, false);
  assert.ok(oldestCursor && newestCursor && oldestCursor !== newestCursor);
  const third = items.find(({ title }) => title === 'third');
  assert.match(third?.preview?.text ?? '', /^message \d+$/);
  assert.equal(third?.preview?.chatID, third?.id);
  assert.equal(third?.lastActivity, new Date(start + 2_000).toISOString());
  assert.equal(items.find(({ title }) => title === 'Lobby')?.preview, undefined);
});

test('the preview is the newest message by time, also when it was deleted or came early', async () => {
  const newest = said('previews', start + 90, { id: 'newest', text: 'the newest' });
  await deliver(api, accountID, newest, said('previews', start + 50, { text: 'older, but later' }));
  const preview = async () => (await chatCalled(api, accountID, 'previews')).id;
  const chatID = await preview();
  assert.equal((await readChat(api, chatID)).preview?.text, 'the newest');
  await deliver(api, accountID, { kind: 'removal', chatID: 'previews', messageID: 'newest', timestamp: start + 100 });
  const item = (await listChats(api, { limit: '200' })).items.find(({ id }) => id === chatID);
  assert.equal(item?.preview?.isDeleted, true);
  assert.deepEqual(item?.preview, (await readChat(api, chatID)).preview);
});

for (const [spelling, query] of [
  ['one key', (one: string, two: string) => `accountIDs=${one}&accountIDs=${two}`],
  ['brackets', (one: string, two: string) => `accountIDs[]=${one}&accountIDs[]=${two}`],
  ['encoded brackets', (one: string, two: string) => `accountIDs%5B%5D=${one}&accountIDs%5B%5D=${two}`],
  ['indexes', (one: string, two: string) => `accountIDs[0]=${one}&accountIDs[1]=${two}`],
  ['a comma list', (one: string, two: string) => `accountIDs=${one},${two}`],
  ['a mixture', (one: string, two: string) => `accountIDs=${one}&accountIDs[]=,${two}`],
] as const) {
  test(`a list of accounts may be spelled with ${spelling}`, async () => {
    const listed = async (text: string) =>
      (await api.get<{ items: { accountID: string }[] }>(`/v1/chats?limit=200&${text}`)).items.map(
        (chat) => chat.accountID,
      );
    assert.deepEqual(new Set(await listed(query(accountID, other.accountID))), new Set([accountID, other.accountID]));
    assert.deepEqual(new Set(await listed(query(accountID, 'unknown'))), new Set([accountID]));
    assert.deepEqual(await listed(query('unknown', 'another')), []);
  });
}

test('one account is a list too, and an empty value is no filter', async () => {
  assert.deepEqual(await titles({ accountIDs: other.accountID, cursor: String(start + 10_000) }), ['elsewhere']);
  assert.equal((await listChats(api, { accountIDs: '', limit: '200' })).items.length > 4, true);
});

test('plain milliseconds are a cursor, strictly before and after', async () => {
  const at = (ms: number) => String(start + ms);
  assert.deepEqual(await titles({ cursor: at(1_500), accountIDs: `${accountID},${other.accountID}`, limit: '2' }), [
    'second',
    'previews',
  ]);
  assert.deepEqual(await titles({ cursor: at(1_500), direction: 'after', limit: '1' }), ['third']);
  assert.deepEqual(await titles({ cursor: '0' }), []);
});

test('what is no cursor is refused by name', async () => {
  for (const cursor of ['nonsense', 'bm90LWEtY3Vyc29y', '-5', '1.5', '9'.repeat(40)]) {
    const { status, body } = await api.call<Failure>('GET', `/v1/chats?cursor=${cursor}`);
    assert.equal(status, 422, cursor);
    assert.deepEqual(body.details?.issues[0]?.path, ['query', 'cursor']);
  }
});

test('limits are 1 to 200', async () => {
  for (const limit of ['0', '201', 'x']) assert.equal((await api.call('GET', `/v1/chats?limit=${limit}`)).status, 422);
  assert.equal((await listChats(api, { limit: '1' })).items.length, 1);
});

test('one page holds 25 chats by default', async () => {
  const many = await connectedAccount(api, 'many');
  await deliver(api, many.accountID, ...Array.from({ length: 30 }, (_, index) => said(`chat ${index}`, start + index)));
  const { items, hasMore } = await listChats(api, { accountIDs: many.accountID });
  assert.deepEqual([items.length, hasMore], [25, true]);
});

test('a chat is read by its ID and its local ID, raw and encoded', async () => {
  const chat = await chatCalled(api, accountID, 'first');
  const { localChatID, id } = chat;
  const plain = await readChat(api, id);
  assert.deepEqual(await readChat(api, localChatID ?? ''), plain);
  assert.deepEqual(await api.get(`/v1/chats/${id}`), plain);
  assert.equal(plain.title, 'first');
  assert.equal(plain.unreadCount, 1);
  assert.ok(plain.preview);
});

test('a title that is tried as an ID is not found, whatever is in it', async () => {
  for (const name of [
    'first',
    'Family & Friends',
    'a/b',
    'Ünïcode 🦑',
    '0',
    '999999999',
    '!no:where',
    'start',
  ] as const) {
    const { status, body } = await api.call<Failure>(
      'GET',
      `/v1/chats/${encodeURIComponent(name)}?maxParticipantCount=0`,
    );
    assert.equal(status, 404, name);
    assert.match(body.message, /not found/);
  }
});

test('participants are cut as asked, and counted whole', async () => {
  const people = Array.from({ length: 130 }, (_, index) => ({ id: `person-${String(index).padStart(3, '0')}` }));
  await deliver(api, accountID, {
    kind: 'chat',
    chat: { id: 'crowd', type: 'group', title: 'crowd' },
    participants: { complete: true, items: people },
  });
  const listed = await chatCalled(api, accountID, 'crowd');
  assert.deepEqual(
    [listed.participants.items.length, listed.participants.hasMore, listed.participants.total],
    [20, true, 130],
  );
  for (const [query, count] of [
    ['', 100],
    ['?maxParticipantCount=', 100],
    ['?maxParticipantCount=-1', 130],
    ['?maxParticipantCount=0', 0],
    ['?maxParticipantCount=500', 130],
    ['?maxParticipantCount=7', 7],
  ] as const) {
    const { participants } = await readChat(api, listed.id, query);
    assert.deepEqual([participants.items.length, participants.hasMore, participants.total], [count, count < 130, 130]);
  }
  for (const wrong of ['-2', '501', '1.5']) {
    const path = `/v1/chats/${listed.id}?maxParticipantCount=${wrong}`;
    assert.equal((await api.call('GET', path)).status, 422, wrong);
  }
});

test('chats of an account that is not connected are listed; of one that was removed they are not', async () => {
  const leaving = await connectedAccount(api, 'leaving');
  await deliver(api, leaving.accountID, said('mine', start + 5_000));
  await command(api, leaving.accountID, { status: 'signed_out' });
  await untilStatus(api, leaving.accountID, 'reconnect_required');
  const { id } = await chatCalled(api, leaving.accountID, 'mine');
  assert.equal((await api.call('DELETE', `/v1/accounts/${leaving.accountID}`)).status, 204);
  assert.deepEqual(await titles({ accountIDs: leaving.accountID }), []);
  assert.equal((await api.call('GET', `/v1/chats/${id}`)).status, 404);
  await eventually(
    () => titles({ limit: '200' }),
    (all) => !all.includes('mine'),
  );
});
