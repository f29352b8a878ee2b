/** Ways of signing in that cannot be shown, that break, that are given up, and signing in again: the connector itself over the double. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoginError } from '@partyline/connector';
import { eventually } from './api.ts';
import { type Hosted, hostDouble, openConnection, person, toldOf } from './connection.ts';

/** Why the login by that flow fails. */
async function failureOf({ connector }: Hosted, flowID: string): Promise<LoginError> {
  const outcome = await connector.login(flowID, person().io).catch((error: unknown) => error);
  assert.ok(outcome instanceof LoginError, String(outcome));
  return outcome;
}

test('what a session cannot carry is refused, and other ways are named', async (t) => {
  const hosted = await hostDouble(t);
  for (const [flow, what] of [
    ['passkey', /asks for a passkey/],
    ['captcha', /read off a picture/],
    ['future', /a step \("telepathy"\) that is unknown/],
  ] as const) {
    const { code, message } = await failureOf(hosted, flow);
    assert.equal(code, 'not_supported');
    assert.match(message, what);
    assert.match(message, /Sign in in another way: "Password", "QR code"/);
    assert.doesNotMatch(message, new RegExp(`"${flow}"`, 'i'));
  }
  await eventually(
    () => hosted.network.cancelled,
    ({ length }) => length === 3,
  );
});

test('a network that cannot be reached is named, with the cause', async (t) => {
  const cause =
    'failed to dial: Get "https://web.double.example/ws?token=verysecret": dial tcp: lookup web.double.example: no such host';
  const hosted = await hostDouble(t, { broken: cause });
  const { code, message } = await failureOf(hosted, 'broken');
  assert.equal(code, 'unreachable');
  assert.equal(message, 'Double could not be reached: dial tcp: lookup web.double.example: no such host');
});

test('what breaks within the bridge is told without secrets', async (t) => {
  const cause = 'no session for key 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c at https://double.example/a?sid=verysecret';
  const hosted = await hostDouble(t, { broken: cause });
  const { code, message } = await failureOf(hosted, 'broken');
  assert.equal(code, 'refused');
  assert.equal(message, 'Internal error starting login: no session for key … at https://double.example/a');
});

test('a login that is given up is ended at the bridge, also when it has not begun', async (t) => {
  const hosted = await hostDouble(t);
  const { connector, network } = hosted;
  const waiting = person();
  const scanning = connector.login('qr', waiting.io);
  await eventually(
    () => waiting.shown,
    ({ length }) => length === 1,
  );
  waiting.leave(new Error('The person has left'));
  await assert.rejects(scanning, /The person has left/);
  await eventually(
    () => network.cancelled,
    ({ length }) => length === 1,
  );

  const impatient = person();
  const beginning = connector.login('slow', impatient.io);
  setImmediate(() => impatient.leave(new Error('The person has left')));
  await assert.rejects(beginning, /The person has left/);
});

test('a process that begins after the person has gone is given up', async (t) => {
  const hosted = await hostDouble(t);
  // Somebody else keeps the bridge running.
  await openConnection(t, hosted);
  const impatient = person();
  const beginning = hosted.connector.login('slow', impatient.io);
  await eventually(
    () => hosted.network.scanning(),
    (count) => count === 1,
  );
  impatient.leave(new Error('The person has left'));
  await assert.rejects(beginning, /The person has left/);
  assert.deepEqual(hosted.network.cancelled, []);
  hosted.network.refreshCode();
  await eventually(
    () => hosted.network.cancelled,
    ({ length }) => length === 1,
  );
});

test('a code is waited for over a lost connection of the bridge', async (t) => {
  const hosted = await hostDouble(t);
  const { connector, network } = hosted;
  const opened = await openConnection(t, hosted);
  const waiting = person();
  const scanning = connector.login('qr', waiting.io);
  await eventually(
    () => network.scanning(),
    (count) => count === 1,
  );
  network.happen('ann', { kind: 'drop' });
  await eventually(
    () => opened.states,
    (states) => states.at(-1)?.state === 'lost',
  );
  network.refreshCode();
  await eventually(
    () => waiting.shown,
    ({ length }) => length === 2,
  );
  network.scan('bob');
  assert.equal((await scanning).remoteID, 'bob');
  assert.deepEqual(network.cancelled, []);
});

test('signing in again as the same person is the same login, and its chats stay', async (t) => {
  const hosted = await hostDouble(t);
  const { connector, network } = hosted;
  const opened = await openConnection(t, hosted);
  const say = (id: string) =>
    network.happen('ann', { kind: 'message', id, sender: 'bob', text: id, chat: { id: 'bob' } });
  say('before');
  await toldOf(opened, 'message', ({ length }) => length === 1);
  network.happen('ann', { kind: 'state', state: { state_event: 'BAD_CREDENTIALS', message: 'Out' } });
  await eventually(
    () => opened.states,
    (states) => states.at(-1)?.state === 'signed_out',
  );
  const again = await connector.login('password', person('ann').io, opened.login);
  assert.equal(again.remoteID, opened.login.remoteID);
  await opened.reopen();
  say('after');
  const all = await toldOf(opened, 'message', ({ length }) => length === 2);
  assert.deepEqual(
    all.map(({ text, chat }) => [text, chat.id]),
    [
      ['before', 'bob'],
      ['after', 'bob'],
    ],
  );
  assert.ok(!opened.told.some(({ kind }) => kind === 'chat_removed'));
});

test('signing in again as somebody else is refused, and leaves nothing behind', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await assert.rejects(hosted.connector.login('password', person('bob').io, opened.login), {
    code: 'different_account',
    message: /somebody else/,
  });
  await eventually(
    () => opened.states,
    (states) => states.at(-1)?.state === 'signed_out',
  );
  assert.deepEqual(hosted.logins(), []);
});

test('a login that the bridge has forgotten is made anew', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await opened.connection.logout?.('current-device');
  const again = await hosted.connector.login('password', person('ann').io, opened.login);
  assert.equal(again.remoteID, 'ann');
});
