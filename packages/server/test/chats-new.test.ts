import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ChatCreated, ProvisioningCapabilities } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, chatEvents, deliver, listChats, said } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer, testToken } from './support/server.ts';

const { api, dataDir, running } = await startTestServer({ after });
const { url } = running;
const { accountID } = await connectedAccount(api, 'begins');
await chatCalled(api, accountID, 'Lobby');

const create = (body: object) => api.call<ChatCreated>('POST', '/v1/chats', { accountID, ...body });
const start = (user: object, more: object = {}) =>
  api.call<ChatCreated>('POST', '/v1/chats/start', { accountID, user, ...more });
const refusal = async (path: string, body: object) => {
  const before = await listChats(api, { limit: '200' });
  const answer = await api.call<Failure>('POST', path, { accountID, ...body });
  assert.deepEqual(await listChats(api, { limit: '200' }), before);
  return answer;
};
const received = async (chat: string, account = accountID) =>
  ((await command(api, account, { received: { chat } })) as { messages: { text: string }[] }).messages.map(
    ({ text }) => text,
  );

test('a direct chat is made, and the second time it is the same', async () => {
  const { status, body, text } = await create({ type: 'single', participantIDs: ['echo'] });
  assert.equal(status, 200, text);
  assert.deepEqual([body.type, body.title, body.status, body.chatID], ['single', 'Echo', 'created', body.id]);
  assert.deepEqual(new Set(body.participants.items.map(({ id }) => id)), new Set(['begins', 'echo']));
  assert.deepEqual(chatEvents(dataDir, body.id), ['chat.upserted']);
  const { status: _, ...again } = (await create({ type: 'single', participantIDs: ['echo'] })).body;
  const { status: __, ...first } = body;
  assert.equal(_, 'existing');
  assert.deepEqual(again, first);
  assert.deepEqual(chatEvents(dataDir, body.id), ['chat.upserted']);
});

test('a chat that was begun is the one in which messages arrive', async () => {
  const { body } = await create({ type: 'single', participantIDs: ['fan'] });
  await command(api, accountID, { say: { contact: 'fan', text: 'hi' } });
  await eventually(
    () => chatCalled(api, accountID, 'Fan'),
    (chat) => chat.id === body.id && chat.unreadCount === 1,
  );
});

test('a chat in which only oneself has written yet is not begun a second time', async () => {
  await command(api, accountID, { say: { contact: 'me', chat: 'unsure', text: 'from another device' } });
  const { id } = await chatCalled(api, accountID, 'Unsure');
  const { body } = await create({ type: 'single', participantIDs: ['unsure'] });
  assert.deepEqual([body.id, body.status], [id, 'existing']);
});

test('the first message goes out through the outbox, into a chat that is new or not', async () => {
  const { status, text } = await create({ type: 'single', participantIDs: ['silent'], messageText: '**one**' });
  assert.equal(status, 200, text);
  assert.equal((await start({ id: 'silent' }, { messageText: 'two' })).status, 200);
  await eventually(
    () => received('silent'),
    (texts) => texts.length === 2,
  );
  assert.deepEqual(await received('silent'), ['one', 'two']);
});

test('an SDK that repeats a call sends one message', async () => {
  const body = { accountID, user: { id: 'terse' }, messageText: 'only once' };
  const repeat = async (count: string) => {
    const response = await fetch(new URL('/v1/chats/start', url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testToken}`,
        'content-type': 'application/json',
        'x-stainless-retry-count': count,
      },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200, await response.text());
  };
  for (const count of ['0', '1', '2']) await repeat(count);
  assert.equal((await start({ id: 'terse' }, { messageText: 'another' })).status, 200);
  await eventually(
    () => received('terse'),
    (texts) => texts.includes('another'),
  );
  assert.deepEqual(await received('terse'), ['only once', 'another']);
});

test('a group is made with its title, each time a new one', async () => {
  const group = { type: 'group', participantIDs: ['echo', 'fan'], title: 'Planning' };
  const [one, other] = [await create(group), await create(group)];
  assert.deepEqual([one.body.title, one.body.type, one.body.status], ['Planning', 'group', 'created']);
  assert.notEqual(one.body.id, other.body.id);
  assert.equal(one.body.participants.total, 3);
  assert.equal((await create({ type: 'group', participantIDs: ['echo'] })).body.title, 'Echo');
});

test('the bridge says which groups can be made', async () => {
  const { group_creation } = await api.get<ProvisioningCapabilities>('/v1/bridges/local-sandbox/capabilities');
  assert.equal(group_creation['group']?.name?.max_length, 100);
});

for (const [name, body, field] of [
  ['a direct chat with two people', { type: 'single', participantIDs: ['echo', 'fan'] }, 'participantIDs'],
  ['nobody', { type: 'group', participantIDs: [] }, 'participantIDs'],
  ['no kind of chat', { participantIDs: ['echo'] }, 'type'],
  ['no people', { type: 'group' }, 'participantIDs'],
  ['too long a title', { type: 'group', participantIDs: ['echo'], title: 'x'.repeat(101) }, 'title'],
  ['too many people', { type: 'group', participantIDs: Array.from({ length: 51 }, String) }, 'participantIDs'],
  ['nobody to start with', { mode: 'start' }, 'user'],
] as const) {
  test(`${name} is refused by name, and nothing is made`, async () => {
    const answer = await refusal('/v1/chats', body);
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.details?.issues[0]?.path, ['body', field]);
  });
}

test("somebody the network does not know is refused in the network's words", async () => {
  const { status, body, headers } = await refusal('/v1/chats', { type: 'single', participantIDs: ['nobody'] });
  assert.equal(status, 409);
  assert.match(body.message, /^Sandbox refused: .*nobody called "nobody"/);
  assert.equal(headers.get('x-should-retry'), 'false');
});

for (const [kind, user, title] of [
  ['an ID', { id: 'shy' }, 'Shy'],
  ['a phone number', { phoneNumber: '+1 (202) 555-0102' }, 'Slow Echo'],
  ['an address', { email: 'ECHO@sandbox.invalid' }, 'Echo'],
  ['a handle', { username: '@Painter' }, 'Painter'],
  ['the CLI with a handle', { fullName: 'reader', username: 'reader', id: 'reader' }, 'Reader'],
  ['the CLI with an address', { email: 'echo@sandbox.invalid', username: 'echo@sandbox.invalid' }, 'Echo'],
  ['the surest of several', { id: 'fickle', username: 'echo' }, 'Fickle'],
  ['the next one where the surest is unknown', { id: 'unknown', username: 'echo' }, 'Echo'],
] as const) {
  test(`somebody is found by ${kind}`, async () => {
    const { status, body, text } = await start(user, { allowInvite: true, title: 'ignored' });
    assert.equal(status, 200, text);
    assert.deepEqual([body.title, body.type], [title, 'single']);
    assert.equal((await start(user)).body.id, body.id);
    assert.equal((await start(user)).body.status, 'existing');
  });
}

test('the older form of start is a mode of create', async () => {
  const { status, body } = await create({ mode: 'start', user: { id: 'busy' }, allowInvite: false });
  assert.deepEqual([status, body.title], [200, 'Busy']);
  const made = await create({ mode: 'create', type: 'single', participantIDs: ['busy'] });
  assert.equal(made.body.id, body.id);
});

test('only who bears exactly what was given is meant', async () => {
  for (const user of [{ username: 'ech' }, { id: 'Echo' }, { phoneNumber: '5550101' }, { email: 'sandbox.invalid' }]) {
    const { status, body } = await refusal('/v1/chats/start', { user });
    assert.equal(status, 404, JSON.stringify(user));
    assert.match(body.message, /^User not found on Sandbox: /);
  }
});

test('a name decides between several who bear the same number', async () => {
  const people = ['one', 'two', 'three'].map((id) => ({ id, fullName: `Twin ${id}`, phoneNumber: '+12025550199' }));
  for (const { id, fullName, phoneNumber } of people) {
    await deliver(api, accountID, {
      kind: 'chat',
      chat: { id: `with-${id}`, type: 'single', title: fullName },
      participants: { complete: true, items: [{ id, fullName, phoneNumber }] },
    });
  }
  const { body } = await start({ phoneNumber: '+12025550199', fullName: 'twin TWO' });
  assert.equal(body.title, 'Twin two');
  assert.ok((await start({ phoneNumber: '+12025550199' })).body.title.startsWith('Twin'));
});

test('a name alone does not say who is meant', async () => {
  for (const user of [{ fullName: 'Echo' }, {}, { id: ' ' }]) {
    const { status, body } = await refusal('/v1/chats/start', { user });
    assert.equal(status, 422);
    assert.deepEqual(body.details?.issues[0]?.path, ['body', 'user']);
  }
});

test('without a connection a chat that is here is found, and no other', async () => {
  const lost = await connectedAccount(api, 'begins-lost');
  const chat = { id: 'echo', type: 'single', title: 'Echo' } as const;
  await deliver(
    api,
    lost.accountID,
    said('echo', Date.UTC(2020, 0, 1), { chat, sender: { id: 'echo', isSelf: false } }),
  );
  const { id } = await chatCalled(api, lost.accountID, 'Echo');
  await command(api, lost.accountID, { status: 'signed_out' });
  await untilStatus(api, lost.accountID, 'reconnect_required');
  const at = { accountID: lost.accountID };
  assert.equal((await create({ ...at, type: 'single', participantIDs: ['echo'] })).body.id, id);
  assert.equal((await start({ id: 'echo' }, at)).body.id, id);
  for (const [path, body] of [
    ['/v1/chats', { type: 'single', participantIDs: ['fan'] }],
    ['/v1/chats', { type: 'group', participantIDs: ['fan'] }],
    ['/v1/chats/start', { user: { id: 'fan' } }],
  ] as const) {
    const answer = await refusal(path, { ...body, ...at });
    assert.equal(answer.status, 409, answer.text);
    assert.match(answer.body.message, /not connected.*Sign in again/);
  }
});

test('an account that is not there is not found', async () => {
  for (const [path, body] of [
    ['/v1/chats', { accountID: 'none', type: 'single', participantIDs: ['echo'] }],
    ['/v1/chats/start', { accountID: 'none', user: { id: 'echo' } }],
  ] as const)
    assert.equal((await refusal(path, body)).status, 404);
});
