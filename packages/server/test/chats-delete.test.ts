import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Chat, SendResult } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, chatEvents, deliver, listChats, said } from './support/chats.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'deleter');

const remove = (chat: Chat, query = '') => api.call<Failure>('DELETE', `/v1/chats/${chat.id}${query}`);

async function chatWith(contact: string): Promise<Chat> {
  const chat = { id: contact, type: 'single' as const, title: contact };
  await deliver(api, accountID, { kind: 'chat', chat }, said(contact, Date.UTC(2024, 0, 1), { chat }));
  return chatCalled(api, accountID, contact);
}

/** How the network was asked to delete the chat, if it was. */
async function deletedAtNetwork(contact: string): Promise<string | null> {
  const answer = await command(api, accountID, { received: { chat: contact } });
  return (answer as { deleted: string | null }).deleted;
}

/** A refusal changes nothing. */
async function refused(chat: Chat, query: string, status: number, code: string, message: RegExp): Promise<void> {
  const answer = await remove(chat, query);
  assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
  assert.match(answer.body.message, message);
  assert.equal((await api.call('GET', `/v1/chats/${chat.id}`)).status, 200);
}

const isGone = async ({ id }: Chat) => {
  assert.equal((await api.call('GET', `/v1/chats/${id}`)).status, 404);
  assert.equal((await api.call('GET', `/v1/chats/${id}/messages`)).status, 404);
  assert.ok((await listChats(api, { limit: '200' })).items.every((chat) => chat.id !== id));
  assert.deepEqual(
    chatEvents(dataDir, id).filter((type) => type === 'chat.deleted'),
    ['chat.deleted'],
  );
};

for (const [contact, query, how] of [
  ['silent', '', 'for-me'],
  ['fan', '?forEveryone=false', 'for-me'],
  ['reader', '?forEveryone=', 'for-me'],
  ['shy', '?forEveryone=true', 'for-everyone'],
] as const) {
  test(`a chat is deleted at the network and here, with all its messages: ${how} by "${query}"`, async () => {
    const chat = await chatWith(contact);
    const answer = await remove(chat, query);
    assert.deepEqual([answer.status, answer.text], [204, '']);
    assert.equal(await deletedAtNetwork(contact), how);
    await isGone(chat);
    await eventually(
      () => rowsOf(dataDir, 'select id from messages where chat_id = ?', chat.localChatID ?? ''),
      (rows) => rows.length === 0,
    );
    assert.equal((await remove(chat)).status, 404);
  });
}

test('a chat is named by its local ID too, and a group is gone at the network', async () => {
  const group = await api.post<Chat>('/v1/chats', {
    accountID,
    type: 'group',
    participantIDs: ['fan'],
    title: 'Short-lived',
  });
  assert.equal((await api.call('DELETE', `/v1/chats/${group.localChatID}?forEveryone=true`)).status, 204);
  await isGone(group);
});

test('what was to be sent in it goes with it', async () => {
  const chat = await chatWith('busy');
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const path = `/v1/chats/${chat.id}/messages`;
  await api.post<SendResult>(path, { text: 'later', sendAt });
  await api.post<SendResult>(path, { text: 'now, but Busy is busy' });
  assert.equal((await remove(chat)).status, 204);
  await eventually(
    () => rowsOf(dataDir, 'select id from deliveries'),
    (rows) => rows.length === 0,
  );
  assert.deepEqual((await api.get<{ items: unknown[] }>('/v1/outbox')).items, []);
});

test('a chat in which something is said again comes back, with that alone', async () => {
  const chat = await chatWith('terse');
  await remove(chat);
  await command(api, accountID, { say: { contact: 'terse', text: 'Still here' } });
  const { items } = await eventually(
    () => api.call<{ items: { text: string }[] }>('GET', `/v1/chats/${chat.id}/messages`),
    ({ status }) => status === 200,
  ).then(({ body }) => body);
  assert.deepEqual(
    items.map(({ text }) => text),
    ['Still here'],
  );
});

test('what the network of a chat cannot do is refused in its name', async () => {
  const chat = { id: 'echo', type: 'single' as const, title: 'bare' };
  const bare = { deleteChat: false, deleteChatForEveryone: false };
  await deliver(api, accountID, { kind: 'chat', chat: { ...chat, capabilities: bare } });
  const found = await chatCalled(api, accountID, 'bare');
  await refused(found, '', 422, 'NOT_SUPPORTED', /^Sandbox cannot delete this chat for you alone/);
  await refused(found, '?forEveryone=true', 422, 'NOT_SUPPORTED', /^Sandbox cannot delete this chat for everyone/);
  const half = { deleteChat: true, deleteChatForEveryone: false };
  await deliver(api, accountID, { kind: 'chat', chat: { ...chat, capabilities: half } });
  await refused(found, '?forEveryone=true', 422, 'NOT_SUPPORTED', /for everyone/);
  assert.equal(await deletedAtNetwork('echo'), null);
});

test('what the network refuses is told in its words, and the chat stays', async () => {
  await deliver(api, accountID, said('unknown there', Date.UTC(2024, 0, 1)));
  const chat = await chatCalled(api, accountID, 'unknown there');
  await refused(chat, '', 409, 'CONFLICT', /^Sandbox refused: The sandbox has no chat/);
});

test('without a connection a chat cannot be deleted', async () => {
  const chat = await chatWith('fickle');
  await command(api, accountID, { status: 'unconfigured' });
  await untilStatus(api, accountID, 'connection_required');
  await refused(chat, '', 409, 'CONFLICT', /^The account is not connected, so the chat cannot be deleted there\. ./);
  assert.equal(await deletedAtNetwork('fickle'), null);
});
