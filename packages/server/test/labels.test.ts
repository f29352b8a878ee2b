import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Label } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, chatEvents, deliver, readChat, said } from './support/chats.ts';
import { connectedAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });
const { api, dataDir } = server;
const { accountID } = await connectedAccount(api, 'labels');
await deliver(api, accountID, said('one', Date.UTC(2020, 0, 1)), said('two', Date.UTC(2020, 0, 2)));
const one = await chatCalled(api, accountID, 'one');
const two = await chatCalled(api, accountID, 'two');

const make = (name: string) => api.post<Label>('/v1/labels', { name });
const put = (chatID: string, { id }: Label) => api.call('PUT', `/v1/chats/${chatID}/labels/${id}`);
const take = (chatID: string, { id }: Label) => api.call('DELETE', `/v1/chats/${chatID}/labels/${id}`);
const names = async () => (await api.get<Label[]>('/v1/labels')).map(({ name }) => name);
/** The new events about both chats. */
async function events(act: () => Promise<unknown>): Promise<[string[], string[]]> {
  const before = [chatEvents(dataDir, one.id).length, chatEvents(dataDir, two.id).length];
  await act();
  return [chatEvents(dataDir, one.id).slice(before[0]), chatEvents(dataDir, two.id).slice(before[1])];
}

test('labels are a bare list by name', async () => {
  assert.equal((await api.call('GET', '/v1/labels')).text, '[]');
  for (const name of ['work', 'Äpfel', ' Birds ', 'zoo', 'Zebra', 'list 10', 'list 9']) await make(name);
  assert.deepEqual(await names(), ['Äpfel', 'Birds', 'list 9', 'list 10', 'work', 'Zebra', 'zoo']);
});

test('a name is taken once, also when two ask at the same time', async () => {
  const { status, body, headers } = await api.call<Failure>('POST', '/v1/labels', { name: ' work' });
  assert.equal(status, 409);
  assert.match(body.message, /"work"/);
  assert.equal(headers.get('x-should-retry'), 'false');
  const answers = await Promise.all([1, 2, 3].map(() => api.call('POST', '/v1/labels', { name: 'race' })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409]);
});

test('a name must have something to read', async () => {
  for (const name of ['', '   ', 'x'.repeat(101), 5, null])
    assert.equal((await api.call('POST', '/v1/labels', { name })).status, 422, String(name));
});

test('a label is put on chats and taken off, as often as one likes, with an event when it is news', async () => {
  const label = await make('often');
  for (const times of [1, 0, 0]) {
    const told = await events(async () => {
      const answer = await put(one.id, label);
      assert.deepEqual([answer.status, answer.text], [204, '']);
    });
    assert.deepEqual(told, [Array(times).fill('chat.upserted'), []]);
    assert.deepEqual((await readChat(api, one.id)).labels, [label]);
  }
  await put(two.localChatID ?? '', label);
  assert.deepEqual((await readChat(api, two.id)).labels, [label]);
  for (const times of [1, 0]) {
    const told = await events(async () => assert.equal((await take(one.id, label)).status, 204));
    assert.deepEqual(told, [Array(times).fill('chat.upserted'), []]);
    assert.equal((await readChat(api, one.id)).labels, undefined);
  }
  await take(two.id, label);
});

test('a renamed label is told for each chat that bears it', async () => {
  const label = await make('before');
  await put(one.id, label);
  await put(two.id, label);
  const told = await events(async () => {
    const renamed = await api.call<Label>('PATCH', `/v1/labels/${label.id}`, { name: 'after' });
    assert.deepEqual([renamed.status, renamed.body], [200, { id: label.id, name: 'after' }]);
  });
  assert.deepEqual(told, [['chat.upserted'], ['chat.upserted']]);
  assert.deepEqual((await readChat(api, one.id)).labels, [{ id: label.id, name: 'after' }]);
  assert.deepEqual(
    await events(() => api.call('PATCH', `/v1/labels/${label.id}`, { name: 'after' })),
    [[], []],
    'the same name is no news',
  );
  assert.equal((await api.call('PATCH', `/v1/labels/${label.id}`, { name: 'work' })).status, 409);
});

test('a deleted label is gone from its chats, which say so', async () => {
  const label = await make('short-lived');
  await put(two.id, label);
  const told = await events(async () => assert.equal((await api.call('DELETE', `/v1/labels/${label.id}`)).status, 204));
  assert.deepEqual(told, [[], ['chat.upserted']]);
  assert.ok(!(await readChat(api, two.id)).labels?.some(({ id }) => id === label.id));
  assert.ok(!(await names()).includes('short-lived'));
  await make('short-lived');
});

test('what is not there is not found', async () => {
  const label = await make('there');
  for (const [method, path, body] of [
    ['PATCH', '/v1/labels/none', { name: 'x' }],
    ['DELETE', '/v1/labels/none', undefined],
    ['PUT', `/v1/chats/${one.id}/labels/none`, undefined],
    ['DELETE', `/v1/chats/${one.id}/labels/none`, undefined],
    ['PUT', `/v1/chats/none/labels/${label.id}`, undefined],
    ['DELETE', `/v1/chats/none/labels/${label.id}`, undefined],
  ] as const) {
    const answer = await api.call<Failure>(method, path, body);
    assert.equal(answer.status, 404, `${method} ${path}`);
    assert.match(answer.body.message, /not found/);
  }
});

test('labels stay over a restart', async () => {
  const before = [await api.get('/v1/labels'), await readChat(api, one.id)];
  const again = await server.restart();
  assert.deepEqual([await again.api.get('/v1/labels'), await readChat(again.api, one.id)], before);
});
