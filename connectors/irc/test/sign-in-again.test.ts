/** Signing in with little said, and again for a login that is there already. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { irc, keep, Person, Recorder } from './recorder.ts';
import { answers, running } from './sign-in.ts';

const ng = { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 };
const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };

test('a password without a choice is that of the server, and with an account that of the account', insp, async (t) => {
  const door = await running(t, startInspircd({ password: 'door-password' }));
  const bare = { server: `${door.host}:${door.port}`, tls: 'no', nick: 'anna' };
  const first = await irc().login('server', new Person({ ...bare, password: 'door-password' }));
  assert.deepEqual([first.settings['auth'], first.settings['port']], ['server-password', door.port]);
  const ircd = await running(t, startInspircd({ accounts: { anna_account: 'right-password' } }));
  const typed = { server: `irc://${ircd.host}:${ircd.port}/lobby`, tls: 'no', nick: 'anna' };
  const person = new Person({ ...typed, account: 'anna_account', password: 'right-password' });
  const { settings, remoteID } = await irc().login('server', person);
  assert.deepEqual([settings['auth'], settings['realname'], settings['channels']], ['sasl', 'anna', ['#lobby']]);
  const again = await irc().login('server', new Person({ password: 'right-password' }), {
    ...{ loginID: 'test', remoteID, secrets: {} },
    settings,
  });
  assert.equal(again.remoteID, remoteID);
  assert.deepEqual(again.secrets, { password: 'right-password' });
  assert.deepEqual(
    again.settings,
    { ...settings, channels: [] },
    'what may be empty is taken away by leaving it empty',
  );
});

test('repairing keeps server and identity, and lets the rest change', insp, async (t) => {
  const ircd = await running(t, startInspircd({ accounts: { anna: 'first-password', berta: 'other-password' } }));
  const first = await irc().login('server', new Person(answers(ircd, { auth: 'sasl', password: 'first-password' })));
  const change = { tls: 'no', nick: 'anna2', auth: 'sasl', account: 'anna', password: 'first-password' };
  const stranger = { ...change, account: 'berta', password: 'other-password' };
  const person = new Person(stranger, change);
  const repaired = await irc().login('server', person, keep(first));
  assert.match(person.asked[0]?.instructions ?? '', new RegExp(`127\\.0\\.0\\.1, port ${ircd.port}`));
  assert.ok(!person.asked.some((step) => step.fields.some((field) => field.id === 'server' || field.id === 'port')));
  assert.match(person.instructions, /belongs to “anna”. Keep that account, or add another login for “berta”/);
  assert.equal(repaired.remoteID, first.remoteID);
  assert.equal(repaired.settings['nick'], 'anna2');
  assert.deepEqual(repaired.accounts[0].user, { id: 'anna', username: 'anna2', fullName: 'anna2' });
});

test('repairing works while the connection still holds the nick', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const login = keep(await irc().login('server', new Person(answers(ircd))));
  const host = new Recorder();
  const connection = await irc().connect(login, host);
  const repaired = await irc().login('server', new Person({ tls: 'no', nick: 'anna', auth: 'none' }), login);
  assert.equal(repaired.remoteID, login.remoteID);
  assert.equal(host.last?.state, 'connected');
  await connection.close();
});

test('repairing without an account keeps the nick: another nick would be somebody else', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const login = keep(await irc().login('server', new Person(answers(ircd))));
  const change = { tls: 'no', nick: 'berta', auth: 'none' };
  const person = new Person(change, { ...change, nick: 'anna' });
  const repaired = await irc().login('server', person, login);
  assert.match(person.instructions, /belongs to “anna”. Keep that nick, or add another login for “berta”/);
  assert.equal(repaired.remoteID, login.remoteID);
  assert.equal(repaired.settings['nick'], 'anna');
});
