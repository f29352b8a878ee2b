import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { MessagePage } from '@partyline/protocol';
import { chatCalled, deliver, readChat, said } from './support/chats.ts';
import { chatWithPast, down, numbers, pastChat, pastStart, texts } from './support/past.ts';
import { command, connectedAccount, switchAccount, twoAccounts, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'historian');

const chatWith = (contact: string, here: number, kept: number, more: { readonly refusals?: number } = {}) =>
  chatWithPast(api, accountID, contact, { here, kept, ...more });

test('who reads on gets what the network keeps, each message once and in its place, to the very first', async () => {
  const place = await chatWith('silent', 3, 120);
  const pages = await place.walk(20);
  assert.deepEqual(pages.flatMap(texts).slice(0, 3), ['arrived 2', 'arrived 1', 'arrived 0']);
  assert.deepEqual(pages.flatMap(numbers).slice(3), down(120, 1));
  assert.deepEqual(
    pages.map(({ items, hasMore }) => [items.length, hasMore]),
    [...Array(6).fill([20, true]), [3, false]],
  );
  const keys = pages.flatMap(({ items }) => items.map(({ sortKey }) => sortKey));
  assert.deepEqual(keys, keys.toSorted().reverse());
  // 50 at a time at least.
  assert.equal(await place.asked(), 3);
});

test('what was fetched is not unread, and does not move the chat', async () => {
  const place = await chatWith('fan', 1, 30);
  const before = await readChat(api, place.chat.id);
  const page = await place.list({ limit: '50' });
  assert.equal(page.items.length, 31);
  assert.deepEqual(
    page.items.filter(({ isUnread }) => isUnread === true).map(({ text }) => text),
    ['arrived 0'],
  );
  const { unreadCount, lastActivity } = await readChat(api, place.chat.id);
  assert.deepEqual([unreadCount, lastActivity], [before.unreadCount, before.lastActivity]);
});

test('a chat without any message here begins with what the network keeps', async () => {
  const place = await chatWith('reader', 0, 7);
  const page = await place.list();
  assert.deepEqual([numbers(page), page.hasMore], [down(7, 1), false]);
});

test('the end is remembered, also by the server that comes after', async (t) => {
  const first = await startTestServer(t);
  const { accountID } = await connectedAccount(first.api, 'mnemonist');
  const place = await chatWithPast(first.api, accountID, 'terse', { here: 2, kept: 5 });
  assert.equal((await place.walk(3)).flatMap(texts).length, 7);
  const before = await place.asked();
  await place.walk(3);
  await place.list({ limit: '500' });
  assert.equal(await place.asked(), before);
  const { api } = await first.restart();
  await untilStatus(api, accountID, 'connected');
  const later = pastChat(api, accountID, 'terse', place.chat);
  const pages = await later.walk(3);
  assert.deepEqual([pages.flatMap(texts).length, pages.at(-1)?.hasMore], [7, false]);
  assert.equal(await later.asked(), 0);
});

test('older messages that come by themselves show that the end was none', async () => {
  const place = await chatWith('terse', 2, 5);
  await place.walk(3);
  const before = await place.asked();
  const older = { chat: { id: 'terse', type: 'single' as const }, text: 'older still', history: true };
  await deliver(api, accountID, said('terse', pastStart - 1_000, older));
  assert.equal((await place.walk(3)).flatMap(texts).at(-1), 'older still');
  assert.equal(await place.asked(), before + 1);
  await place.walk(3);
  assert.equal(await place.asked(), before + 1);
});

test('what is said later does not end what is remembered, also in a chat that was empty', async () => {
  const place = await chatWith('shy', 0, 0);
  assert.deepEqual([(await place.list()).hasMore, await place.asked()], [false, 1]);
  const now = { chat: { id: 'shy', type: 'single' as const } };
  await deliver(api, accountID, said('shy', Date.now() + 1_000, now));
  assert.deepEqual([(await place.list()).items.length, await place.asked()], [1, 1]);
});

test('everybody who waits is answered by one question', async () => {
  const place = await chatWith('echo', 1, 60);
  await command(api, accountID, { delayMs: 300 });
  const pages = await Promise.all(Array.from({ length: 5 }, () => place.list({ limit: '10' })));
  await command(api, accountID, { delayMs: 0 });
  for (const page of pages) assert.deepEqual(numbers(page).slice(1), down(60, 52));
  assert.equal(await place.asked(), 1);
});

test('a page that is full, and one towards the newest message, ask nobody', async () => {
  const place = await chatWith('busy', 4, 10);
  const full = await place.list({ limit: '4' });
  assert.deepEqual([full.items.length, full.hasMore], [4, true]);
  const forward = await place.list({ direction: 'after', limit: '10' });
  assert.deepEqual([forward.items.length, forward.hasMore], [4, false]);
  assert.equal(await place.asked(), 0);
});

test('a network that fails gives what is here; the walk ends and can be gone on with', async () => {
  const place = await chatWith('slow', 2, 6, { refusals: 2 });
  const first = await place.list({ limit: '5' });
  assert.deepEqual([texts(first), first.hasMore], [['arrived 1', 'arrived 0'], true]);
  const cursor = first.oldestCursor ?? '';
  const second = await place.list({ limit: '5', cursor });
  assert.deepEqual([second.items, second.hasMore, second.oldestCursor], [[], false, cursor]);
  const third = await place.list({ limit: '5', cursor });
  assert.deepEqual([numbers(third), third.hasMore], [down(6, 2), true]);
});

test('an account that is not connected gives what is here at once, and the rest when it is again', async () => {
  const place = await chatWith('fickle', 2, 6);
  await command(api, accountID, { status: 'unconfigured' });
  await untilStatus(api, accountID, 'connection_required');
  const first = await place.list();
  assert.deepEqual([first.items.length, first.hasMore], [2, true]);
  const cursor = first.oldestCursor ?? '';
  const second = await place.list({ cursor });
  assert.deepEqual([second.items, second.hasMore], [[], false]);
  await command(api, accountID, { status: 'connected' });
  await switchAccount(api, accountID, true);
  await untilStatus(api, accountID, 'disabled');
  assert.deepEqual(texts(await place.list()), ['arrived 1', 'arrived 0']);
  await switchAccount(api, accountID, false);
  await untilStatus(api, accountID, 'connected');
  const third = await place.list({ cursor });
  assert.deepEqual([numbers(third), third.hasMore], [down(6, 1), false]);
});

test('an account that is switched off is not asked, also where another one keeps the connection open', async () => {
  const [, other] = await twoAccounts(api, 'divided');
  await untilStatus(api, other.accountID, 'connected');
  const account = other.user.id;
  const chat = { id: 'silent', type: 'single' as const, title: 'of the other' };
  await deliver(api, other.accountID, said('silent', Date.now(), { chat, account }));
  const { id } = await chatCalled(api, other.accountID, 'of the other');
  await switchAccount(api, other.accountID, true);
  const { items, hasMore } = await api.get<MessagePage>(`/v1/chats/${id}/messages`);
  assert.deepEqual([items.length, hasMore], [1, true]);
  const answer = await command(api, other.accountID, { received: { chat: 'silent', account } });
  assert.equal((answer as { historyAsked: number }).historyAsked, 0);
});
