/** Signing in at real servers: what works, and what is said when it does not. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { LoginError } from '@partyline/connector';
import { joinAsPeer, requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { eventually, irc, Person } from './recorder.ts';
import { startScriptedServer } from './scripted-server.ts';
import { answers, complaint, running } from './sign-in.ts';

const ng = { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 };
const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };

test('SASL: a wrong password is asked for again, the right one signs in', insp, async (t) => {
  const ircd = await running(t, startInspircd({ accounts: { anna_account: 'right-password' } }));
  const sasl = { auth: 'sasl', account: 'anna_account', channels: '#one, #two', realname: 'Anna' };
  const person = new Person(
    answers(ircd, { ...sasl, password: 'wrong-password' }),
    answers(ircd, { ...sasl, password: 'right-password' }),
  );
  const result = await irc().login('server', person);
  assert.match(person.instructions, /did not accept the account name or password/);
  assert.doesNotMatch(JSON.stringify(person.asked), /wrong-password/, 'a password is never offered again');
  const offered = Object.fromEntries(person.asked[1]?.fields.map((field) => [field.id, field.initialValue]) ?? []);
  assert.deepEqual(offered, {
    ...{ server: ircd.host, port: String(ircd.port), tls: 'no', nick: 'anna', realname: 'Anna', auth: 'sasl' },
    ...{ account: 'anna_account', password: undefined, channels: '#one, #two' },
  });
  const remoteID = `anna_account@${ircd.host}:${ircd.port}`;
  assert.deepEqual(result, {
    remoteID,
    settings: {
      ...{ server: ircd.host, port: ircd.port, tls: 'no', nick: 'anna', realname: 'Anna', auth: 'sasl' },
      ...{ account: 'anna_account', channels: ['#one', '#two'] },
    },
    secrets: { password: 'right-password' },
    accounts: [{ remoteID, network: 'InspTest', user: { id: 'anna_account', username: 'anna', fullName: 'Anna' } }],
  });
  assert.match(person.shown[0]?.instructions ?? '', /^Connecting to 127\.0\.0\.1/);
});

test('SASL: a server that offers none is said', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const person = new Person(answers(ircd, { auth: 'sasl', password: 'whatever' }));
  assert.match(await complaint(person), /offers no SASL/);
});

test('server password: wrong and missing are asked for again (ngIRCd)', ng, async (t) => {
  const ircd = await running(t, startNgircd({ password: 'door-password' }));
  const wrong = new Person(answers(ircd, { auth: 'server-password', password: 'wrong-password' }));
  assert.match(await complaint(wrong), /did not accept the password: .*Bad password\? Please check: Password\.$/);
  const wanted =
    'This server wants a password. Choose “server-password” and enter it. Please check: Sign in with, Password.';
  assert.equal(await complaint(new Person(answers(ircd))), wanted);
  const right = new Person(answers(ircd, { auth: 'server-password', password: 'door-password' }));
  assert.equal((await irc().login('server', right)).accounts[0].network, 'NgTest');
});

test('server password: wrong is asked for again (InspIRCd)', insp, async (t) => {
  const ircd = await running(t, startInspircd({ password: 'door-password' }));
  const person = new Person(answers(ircd, { auth: 'server-password', password: 'wrong-password' }));
  assert.match(await complaint(person), /did not accept the password: .* Please check: Password\.$/);
  assert.match(await complaint(new Person(answers(ircd))), /^This server wants a password\. Choose “server-password”/);
});

test('a nick in use, too long or not allowed is asked for again', ng, async (t) => {
  const ircd = await running(t, startNgircd({ nickLength: 9 }));
  const other = await joinAsPeer(ircd, { nick: 'anna' });
  t.after(() => other.end());
  assert.match(
    await complaint(new Person(answers(ircd))),
    /nick “anna” is in use.* sign in to that account again instead\. Please check: Nick\.$/,
  );
  assert.match(await complaint(new Person(answers(ircd, { nick: 'annamariasofia' }))), /too long/);
  assert.match(await complaint(new Person(answers(ircd, { nick: 'ann a' }))), /no spaces/);
});

test('a ban ends the login with the words of the server', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const oper = await joinAsPeer(ircd, { nick: 'oper' });
  t.after(() => oper.end());
  await oper.oper();
  oper.send('KLINE anna!*@* 600 :No robots, please');
  await oper.barrier();
  await assert.rejects(irc().login('server', new Person(answers(ircd))), (error) => {
    assert.ok(error instanceof LoginError);
    assert.equal(error.code, 'refused');
    assert.match(error.message, /No robots, please/);
    return true;
  });
});

test(
  'TLS: a self-signed certificate is refused in words, accepted on request, and verified once it is known',
  ng,
  async (t) => {
    const ircd = await running(t, startNgircd());
    const secure = { host: 'localhost', port: ircd.tlsPort };
    assert.match(
      await complaint(new Person(answers(secure, { tls: 'yes' }))),
      /self-signed\. .*“yes-unverified”\. Please check: TLS\.$/,
    );
    await irc().login('server', new Person(answers(secure, { tls: 'yes-unverified' })));
    const known = getCACertificates();
    t.after(() => setDefaultCACertificates(known));
    setDefaultCACertificates([...known, ircd.certificate]);
    await irc().login('server', new Person(answers(secure, { tls: 'yes' })));
  },
);

for (const [habit, meet] of [
  ['greets first', (socket: Socket) => void socket.write(':irc.test NOTICE * :Looking up your hostname\r\n')],
  ['closes on bytes it does not know', (socket: Socket) => void socket.once('data', () => socket.end())],
] as const) {
  test(`TLS: the person is told of a port without it, where the server ${habit}`, { timeout: 20_000 }, async (t) => {
    const listener = createServer(meet).listen(0, '127.0.0.1');
    t.after(() => listener.close());
    await once(listener, 'listening');
    const address = listener.address();
    assert.ok(address !== null && typeof address === 'object');
    const plain = { host: '127.0.0.1', port: address.port };
    assert.match(await complaint(new Person(answers(plain, { tls: 'yes' }))), /does not speak TLS on this port/);
  });
}

test('a server that is not there is said', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  await ircd.stop();
  assert.match(
    await complaint(new Person(answers(ircd))),
    new RegExp(`^No connection to 127\\.0\\.0\\.1, port ${ircd.port}: nothing listens there\\.`),
  );
  assert.match(
    await complaint(new Person(answers({ host: 'no-such-host.invalid', port: 6667 }))),
    /^No connection to no-such-host\.invalid, port 6667: .*\. Please check: Server\.$|is this machine online\? Please/,
  );
});

test('a server that says nothing is given up', { timeout: 20_000 }, async (t) => {
  const silent = await running(t, startScriptedServer(false));
  const person = new Person(answers(silent));
  await assert.rejects(irc({ registrationTimeoutMs: 300 }).login('server', person), /out of answers/);
  assert.match(person.instructions, /did not let us in within 1 s/);
});

test('cancelling while connecting ends at once', { timeout: 20_000 }, async (t) => {
  const silent = await running(t, startScriptedServer(false));
  const person = new Person(answers(silent));
  const attempt = irc().login('server', person);
  await silent.line(/^USER /);
  person.abort.abort(new Error('changed my mind'));
  await assert.rejects(attempt, /changed my mind/);
});

test('a login leaves the network', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  await irc().login('server', new Person(answers(ircd)));
  const peer = await joinAsPeer(ircd, { nick: 'watcher' });
  t.after(() => peer.end());
  await eventually('anna is gone', async () => {
    const from = peer.lines.length;
    peer.send('ISON anna');
    await peer.barrier();
    return peer.lines.slice(from).some((line) => / 303 watcher :\s*$/.test(line));
  });
});
