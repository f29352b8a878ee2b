/** Webhooks whose receiver does not take what is posted: order, pauses, and that nobody else suffers. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Event, Webhook, WebhookAttempt } from '@partyline/protocol';
import type { Api } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { drain, newestCursor } from './support/live.ts';
import { addWebhook, hookFlags, openReceiver, type Received, readWebhook, verified } from './support/receiver.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after }, { flags: hookFlags });
const { api } = server;
const { accountID } = await connectedAccount(api, 'failing');
const say = (text: string) => command(api, accountID, { say: { contact: 'herald', text } });
const only = { types: ['message.upserted'] };
const cursors = (received: readonly Received[]) => received.map(({ text }): string => JSON.parse(text).cursor);
const change = (on: Api, { id }: Webhook, body: object) => on.call<Webhook>('PATCH', `/v1/webhooks/${id}`, body);
/** The messages of the log from a cursor on, once there are so many. */
const messages = (since: string, count: number): Promise<Event[]> =>
  eventually(
    () => drain(api, since, 100, '&types=message.upserted'),
    ({ length }) => length >= count,
  );

test('one that is refused is tried again with the same ID, and everything behind it waits', async (t) => {
  const receiver = await openReceiver(t);
  const since = await newestCursor(api);
  const webhook = await addWebhook(api, receiver.url, only);
  receiver.answer(() => (receiver.received.length <= 2 ? 503 : 204));
  for (const text of ['one', 'two', 'three']) await say(text);
  const taken = await receiver.untilTaken(3);
  assert.deepEqual(
    cursors(taken),
    (await messages(since, 3)).map(({ cursor }) => cursor),
  );
  const first = receiver.received.slice(0, 3);
  assert.equal(new Set(first.map(({ id }) => id)).size, 1);
  assert.equal(receiver.received.length, 5);
  for (const received of receiver.received) verified(received, webhook.secret);
  // The last one is written down only after the receiver has answered.
  const { items } = await eventually(
    () => api.get<{ items: WebhookAttempt[] }>(`/v1/webhooks/${webhook.id}/deliveries`),
    (page) => page.items.length >= 5,
  );
  assert.deepEqual(
    items.map(({ status }) => status),
    [204, 204, 204, 503, 503],
  );
});

test('Retry-After is honoured, as seconds and as a date', async (t) => {
  for (const header of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
    const receiver = await openReceiver(t);
    const webhook = await addWebhook(api, receiver.url, only);
    receiver.answer(() => (response) => response.writeHead(429, { 'retry-after': header }).end());
    await say('not so fast');
    const { health } = await eventually(
      () => readWebhook(api, webhook),
      (now) => now.health.state === 'retrying',
    );
    const wait = Date.parse(health.nextAttemptAt ?? '') - Date.now();
    assert.ok(Math.abs(wait - 3_600_000) < 60_000, String(wait));
    assert.deepEqual([health.attempts, health.lastError], [1, 'HTTP 429']);
    // A test that is taken ends the wait.
    receiver.answer(() => 200);
    await api.post(`/v1/webhooks/${webhook.id}/test`);
    await receiver.untilTaken(2);
    assert.equal(receiver.received.length, 3);
  }
});

test('410 disables it; switched on again it goes on where it stood', async (t) => {
  const receiver = await openReceiver(t);
  const webhook = await addWebhook(api, receiver.url, only);
  receiver.answer(() => 410);
  await say('unwelcome');
  const gone = await eventually(
    () => readWebhook(api, webhook),
    ({ isDisabled }) => isDisabled,
  );
  assert.deepEqual([gone.disabledReason, gone.health.state], ['gone', 'disabled']);
  await say('meanwhile');
  receiver.answer(() => 200);
  const { body } = await change(api, webhook, { isDisabled: false });
  assert.deepEqual([body.isDisabled, body.health.state], [false, 'ok']);
  const taken = await receiver.untilTaken(2);
  assert.deepEqual(
    taken.map(({ text }) => JSON.parse(text).entries[0].text),
    ['unwelcome', 'meanwhile'],
  );
  assert.equal(receiver.received.length, 3);
});

test('redirects are not followed, and a new address is tried at once', async (t) => {
  const elsewhere = await openReceiver(t);
  const receiver = await openReceiver(t);
  receiver.answer(() => (response) => response.writeHead(307, { location: elsewhere.url }).end());
  const webhook = await addWebhook(api, receiver.url, only);
  await say('over there');
  const { health } = await eventually(
    () => readWebhook(api, webhook),
    (now) => now.health.attempts > 0,
  );
  assert.match(health.lastError ?? '', /307.*not followed/);
  assert.equal(elsewhere.received.length, 0);
  await change(api, webhook, { url: elsewhere.url });
  const [taken] = await elsewhere.untilTaken(1);
  assert.equal(taken?.id, receiver.received[0]?.id);
});

test('one that never answers, one that answers without end and one that is not there hold up nobody', async (t) => {
  const good = await openReceiver(t);
  const silent = await openReceiver(t);
  silent.answer(() => () => undefined);
  const endless = await openReceiver(t);
  endless.answer(() => (response) => {
    response.writeHead(200);
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) {}
    };
    response.on('drain', pour);
    pour();
  });
  const away = await openReceiver(t);
  await away.stop();
  for (const { url } of [silent, endless, away]) await addWebhook(api, url, only);
  const webhook = await addWebhook(api, good.url, only);
  const count = 100;
  for (let number = 0; number < count; number++) await say(`number ${number}`);
  await good.untilTaken(count, 30_000);
  assert.equal(new Set(silent.received.map(({ id }) => id)).size, 1);
  // The status counts, however much comes after it.
  await eventually(
    () => endless.received,
    ({ length }) => length >= 5,
  );
  assert.equal(new Set(endless.received.map(({ id }) => id)).size, endless.received.length);
  assert.equal((await readWebhook(api, webhook)).health.state, 'ok');
});

test('a try under way does not hold up the end of the server, and is repeated after the next start', async (t) => {
  const first = await startTestServer(t, { flags: hookFlags });
  const account = await connectedAccount(first.api, 'ending');
  const receiver = await openReceiver(t);
  await addWebhook(first.api, receiver.url, only);
  receiver.answer(() => () => undefined);
  await command(first.api, account.accountID, { say: { contact: 'herald', text: 'in the middle' } });
  await eventually(
    () => receiver.received,
    ({ length }) => length === 1,
  );
  receiver.answer(() => 200);
  const begun = performance.now();
  await first.running.close();
  assert.ok(performance.now() - begun < 5_000);
  await first.restart();
  const [taken] = await receiver.untilTaken(1);
  assert.equal(taken?.id, receiver.received[0]?.id);
});

test('one that is answered while the server ends is not repeated', async (t) => {
  const first = await startTestServer(t, { flags: hookFlags });
  const account = await connectedAccount(first.api, 'answered');
  const speak = (on: Api, text: string) => command(on, account.accountID, { say: { contact: 'herald', text } });
  const receiver = await openReceiver(t);
  await addWebhook(first.api, receiver.url, only);
  const held = Promise.withResolvers<() => void>();
  receiver.answer(() => (response) => held.resolve(() => void response.writeHead(200).end()));
  await speak(first.api, 'at the end');
  const answer = await held.promise;
  const closed = first.running.close();
  answer();
  await closed;
  receiver.answer(() => 200);
  const { api } = await first.restart();
  await untilStatus(api, account.accountID, 'connected');
  await speak(api, 'after it');
  const taken = await receiver.untilTaken(2);
  assert.deepEqual(
    taken.map(({ text }) => JSON.parse(text).entries[0].text),
    ['at the end', 'after it'],
  );
});
