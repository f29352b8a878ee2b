/** Webhooks through the wire: what is posted, signed, filtered, in order, once. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NewWebhook, Webhook, WebhookAttempt, WebhookSecret } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { chatCalled, deliver, said } from './support/chats.ts';
import { filesWith, rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { drain, newestCursor } from './support/live.ts';
import { addWebhook, hookFlags, openReceiver, readWebhook, verified } from './support/receiver.ts';
import { command, connectedAccount, switchAccount } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after }, { flags: hookFlags });
const { api, dataDir } = server;
const { accountID } = await connectedAccount(api, 'hooked');
const other = await connectedAccount(api, 'other');
const say = (text: string, account = accountID) => command(api, account, { say: { contact: 'herald', text } });
const remove = ({ id }: Webhook) => api.call('DELETE', `/v1/webhooks/${id}`);

test('every event is posted as the stream shows it, in order, once, and signed', async (t) => {
  const receiver = await openReceiver(t);
  const since = await newestCursor(api);
  const webhook = await addWebhook(api, receiver.url, { description: 'all of it' });
  assert.match(webhook.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  for (let count = 0; count < 30; count++) await say(`event ${count}`);
  await switchAccount(api, other.accountID, true);
  const all = await eventually(
    () => drain(api, since),
    (events) => events.some(({ type }) => type === 'account.upserted'),
  );
  const taken = await receiver.untilTaken(all.length);
  assert.deepEqual(
    taken.map(({ text }) => JSON.parse(text).cursor),
    all.map(({ cursor }) => cursor),
  );
  const [one] = all.filter(({ type }) => type === 'message.upserted');
  const same = taken.find(({ text }) => JSON.parse(text).cursor === one?.cursor);
  assert.deepEqual(same && verified(same, webhook.secret), one);
  for (const received of taken) {
    verified(received, webhook.secret);
    assert.equal(received.headers['content-type'], 'application/json');
    assert.match(received.headers['user-agent'] ?? '', /^Partyline\//);
  }
  assert.equal(new Set(taken.map(({ id }) => id)).size, all.length);
  assert.throws(() => taken[0] && verified({ ...taken[0], text: `${taken[0].text} ` }, webhook.secret));
  const { health } = await eventually(
    () => readWebhook(api, webhook),
    ({ health }) => health.cursor === all.at(-1)?.cursor,
  );
  assert.equal(health.state, 'ok');
  assert.ok(health.lastDeliveredAt);
  await switchAccount(api, other.accountID, false);
  await remove(webhook);
});

test('only what fits all filters is posted, and none of it twice', async (t) => {
  const receiver = await openReceiver(t);
  await deliver(api, accountID, said('wanted', Date.now()), said('unwanted', Date.now()));
  const wanted = await chatCalled(api, accountID, 'wanted');
  const messages = ['message.upserted'];
  const byChat = await addWebhook(api, `${receiver.url}/chat`, { types: messages, chatIDs: [wanted.localChatID] });
  const byAccount = await addWebhook(api, `${receiver.url}/account`, { accountIDs: [other.accountID] });
  assert.deepEqual(byChat.chatIDs, [wanted.id]);
  await deliver(api, accountID, said('unwanted', Date.now()), said('wanted', Date.now()));
  await say('for the other', other.accountID);
  await switchAccount(api, accountID, true);
  await switchAccount(api, accountID, false);
  await switchAccount(api, other.accountID, true);
  const types = () => receiver.taken().map(({ text }) => JSON.parse(text));
  // Each webhook goes at its own pace: the last of both is waited for.
  const told = await eventually(
    types,
    (events) =>
      events.some(({ entries }) => entries?.[0]?.status === 'disabled') &&
      events.some(({ chatID }) => chatID === wanted.id),
  );
  for (const event of told) {
    const account = event.accountID ?? event.entries?.[0]?.accountID;
    if (event.chatID === wanted.id) assert.equal(event.type, 'message.upserted');
    else assert.equal(account, other.accountID, JSON.stringify(event));
  }
  assert.equal(told.filter(({ chatID }) => chatID === wanted.id).length, 1);
  assert.ok(told.some(({ type, chatID }) => type === 'message.upserted' && chatID !== wanted.id));
  await switchAccount(api, other.accountID, false);
  const free = await api.call<Webhook>('PATCH', `/v1/webhooks/${byChat.id}`, { chatIDs: null, types: null });
  assert.deepEqual([free.body.chatIDs, free.body.types], [undefined, undefined]);
  await Promise.all([byChat, byAccount].map(remove));
});

test('a webhook can begin at any cursor, and leave out what waits', async (t) => {
  const receiver = await openReceiver(t);
  const since = await newestCursor(api);
  await say('before it was added');
  const events = await eventually(
    () => drain(api, since),
    (all) => all.some(({ type }) => type === 'message.upserted'),
  );
  const webhook = await addWebhook(api, receiver.url, { since });
  await receiver.untilTaken(events.length);
  await api.call('PATCH', `/v1/webhooks/${webhook.id}`, { isDisabled: true });
  await say('while it was off');
  await eventually(
    () => drain(api, since),
    (all) => JSON.stringify(all).includes('while it was off'),
  );
  await api.call('PATCH', `/v1/webhooks/${webhook.id}`, { isDisabled: false, since: 'now' });
  await say('afterwards');
  await eventually(receiver.taken, (taken) => taken.some(({ text }) => text.includes('"afterwards"')));
  assert.ok(!receiver.taken().some(({ text }) => text.includes('"while it was off"')));
  assert.equal((await api.call('POST', '/v1/webhooks', { url: receiver.url, since: '0badc0de.1' })).status, 410);
  await remove(webhook);
});

test('secrets: shown once, sealed, replaced with an overlap in which both sign', async (t) => {
  const receiver = await openReceiver(t);
  const webhook = await addWebhook(api, receiver.url);
  const rotate = (body?: object) => api.post<WebhookSecret>(`/v1/webhooks/${webhook.id}/rotate-secret`, body);
  const { secret, previousSecretUntil } = await rotate({ overlapHours: 1 });
  assert.ok(Math.abs(Date.parse(previousSecretUntil ?? '') - Date.now() - 3_600_000) < 60_000);
  assert.equal((await readWebhook(api, webhook)).previousSecretUntil, previousSecretUntil);
  await say('signed twice');
  const taken = await eventually(receiver.taken, (all) => all.some(({ text }) => text.includes('"signed twice"')));
  const twice = taken.at(-1);
  assert.ok(twice !== undefined);
  assert.equal(twice.headers['webhook-signature']?.split(' ').length, 2);
  for (const either of [webhook.secret, secret]) verified(twice, either);
  const last = await rotate({ overlapHours: 0 });
  assert.equal(last.previousSecretUntil, undefined);
  await api.post(`/v1/webhooks/${webhook.id}/test`);
  const tested = receiver.taken().at(-1);
  assert.ok(tested !== undefined);
  verified(tested, last.secret);
  for (const either of [webhook.secret, secret]) assert.throws(() => verified(tested, either));
  for (const text of [webhook.secret, secret, last.secret]) {
    assert.deepEqual(filesWith(dataDir, text), []);
    for (const path of ['', `/${webhook.id}`, `/${webhook.id}/deliveries`])
      assert.ok(!(await api.call('GET', `/v1/webhooks${path}`)).text.includes(text));
  }
  assert.equal(rowsOf(dataDir, "select * from secrets where subject like 'webhook/%'").length, 1);
  await remove(webhook);
  assert.equal(rowsOf(dataDir, "select * from secrets where subject like 'webhook/%'").length, 0);
});

test('a test says what came of it, and is among the tries', async (t) => {
  const receiver = await openReceiver(t);
  const webhook = await addWebhook(api, receiver.url, { types: ['reminder.due'] });
  const tryOut = () => api.post<WebhookAttempt>(`/v1/webhooks/${webhook.id}/test`);
  const good = await tryOut();
  assert.deepEqual([good.delivered, good.status, good.type, good.kind], [true, 200, 'webhook.test', 'test']);
  const [received] = receiver.taken();
  assert.equal(received && verified(received, webhook.secret).type, 'webhook.test');
  assert.equal(received?.id, good.messageID);
  receiver.answer(() => 500);
  const bad = await tryOut();
  assert.deepEqual([bad.delivered, bad.status, bad.error], [false, 500, 'HTTP 500']);
  await receiver.stop();
  const gone = await tryOut();
  assert.deepEqual([gone.delivered, gone.status], [false, undefined]);
  assert.match(gone.error ?? '', /refused/);
  const { items } = await api.get<{ items: WebhookAttempt[] }>(`/v1/webhooks/${webhook.id}/deliveries`);
  assert.deepEqual(items, [gone, bad, good]);
  assert.equal((await readWebhook(api, webhook)).health.state, 'ok');
  await remove(webhook);
});

test('what is not there, or makes no sense, is refused', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/test'],
    ['POST', '/rotate-secret'],
    ['GET', '/deliveries'],
    ['GET', '/dead-letters'],
    ['POST', '/dead-letters/replay'],
    ['DELETE', '/dead-letters/1'],
  ] as const)
    assert.equal((await api.call(method, `/v1/webhooks/whk_none${path}`)).status, 404, `${method} ${path}`);
  for (const body of [
    {},
    { url: 'ftp://example.org' },
    { url: 'not an address' },
    { url: 'https://user:pass@example.org/' },
    { url: 'https://example.org', types: ['message.read'] },
    { url: 'https://example.org', types: [] },
  ])
    assert.equal((await api.call<Failure>('POST', '/v1/webhooks', body)).status, 422, JSON.stringify(body));
});

test('a webhook tells what is in chats: whoever may not read may not make one', async () => {
  const { openTokens } = await import('../src/auth/token-desk.ts');
  const desk = await openTokens(dataDir);
  const { token } = await desk.create({ name: 'writer', scopes: ['write'] });
  await desk.close();
  const call = (method: string, path: string) =>
    fetch(new URL(path, server.running.url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://example.org' }),
    });
  const { id } = await addWebhook(api, 'https://example.org', { types: ['reminder.due'] });
  assert.equal((await call('POST', '/v1/webhooks')).status, 403);
  assert.equal((await call('PATCH', `/v1/webhooks/${id}`)).status, 403);
  assert.equal((await api.call<NewWebhook>('DELETE', `/v1/webhooks/${id}`)).status, 204);
});
