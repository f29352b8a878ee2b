import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { MessageSearchPage } from '@partyline/protocol';
import { chatCalled, chatEvents, deliver, listChats, said } from './support/chats.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir } = await startTestServer({ after });

const count = (table: string) => Number(rowsOf(dataDir, `select count(*) as count from ${table}`)[0]?.['count']);

test('an account that is removed takes its chats away at once and their messages soon', async () => {
  const kept = await connectedAccount(api, 'kept');
  const gone = await connectedAccount(api, 'gone');
  await chatCalled(api, kept.accountID, 'Lobby');
  await chatCalled(api, gone.accountID, 'Lobby');
  await deliver(api, kept.accountID, said('Ours', 1_000));
  const before = ['messages', 'message_index', 'participants', 'chats'].map((table) => [table, count(table)]);
  for (let start = 0; start < 1_200; start += 400) {
    const times = Array.from({ length: 400 }, (_, index) => start + index);
    await deliver(api, gone.accountID, ...times.map((time) => said('Theirs', time * 1_000)));
  }
  const chat = await chatCalled(api, gone.accountID, 'Theirs');
  await api.call('DELETE', `/v1/accounts/${gone.accountID}`);
  assert.equal((await api.call('GET', `/v1/chats/${chat.id}`)).status, 404);
  assert.equal((await api.call('GET', `/v1/chats/${chat.id}/messages`)).status, 404);
  assert.ok((await listChats(api)).items.every(({ accountID }) => accountID === kept.accountID));
  const { items } = await api.get<MessageSearchPage>('/v1/messages/search?query=message');
  assert.ok(items.every(({ accountID }) => accountID === kept.accountID));
  assert.equal(chatEvents(dataDir, chat.id).at(-1), 'chat.deleted');
  await eventually(
    () => ['messages', 'message_index', 'participants', 'chats'].map((table) => count(table)),
    ([messages, index, people, chats]) =>
      messages === before[0]?.[1] &&
      index === before[1]?.[1] &&
      Number(people) < Number(before[2]?.[1]) &&
      Number(chats) < Number(before[3]?.[1]),
  );
});

test('an identity that comes back has its chats under another account, with what is delivered again', async () => {
  const first = await connectedAccount(api, 'prodigal');
  await deliver(api, first.accountID, said('Home', 1_000, { id: 'fatted', text: 'calf' }));
  const before = await chatCalled(api, first.accountID, 'Home');
  await api.call('DELETE', `/v1/accounts/${first.accountID}`);
  const second = await connectedAccount(api, 'prodigal');
  await deliver(api, second.accountID, said('Home', 1_000, { id: 'fatted', text: 'calf' }));
  const chat = await chatCalled(api, second.accountID, 'Home');
  assert.notEqual(chat.id, before.id);
  const { items } = await api.get<MessageSearchPage>('/v1/messages/search?query=calf');
  assert.deepEqual(
    items.map(({ chatID }) => chatID),
    [chat.id],
  );
});
