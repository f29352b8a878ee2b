/** Signing in at real servers: what works, and what is said when it does not. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { LoginError } from '@partyline/connector';
import { joinAsPeer, requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { type Answers, eventually, irc, keep, Person, Recorder } from './recorder.ts';
import { startScriptedServer } from './scripted-server.ts';

const ng = { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 };
const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };

interface Running {
  readonly host: string;
  readonly port: number;
  end(): Promise<void>;
}

async function running<T extends Running>(t: TestContext, starting: Promise<T>): Promise<T> {
  const server = await starting;
  t.after(() => server.end());
  return server;
}

function answers(server: { host: string; port: number }, more: Answers = {}): Answers {
  return { server: server.host, port: String(server.port), tls: 'no', nick: 'anna', auth: 'none', ...more };
}

/** Walks a login whose first answer is not good enough; what was said about it. */
async function complaint(person: Person): Promise<string> {
  await assert.rejects(irc().login('server', person), /out of answers/);
  assert.equal(person.asked.length, 2);
  return person.instructions;
}

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
  assert.match(await complaint(wrong), /did not accept the server password: .*Bad password/);
  assert.match(await complaint(new Person(answers(ircd))), /did not accept the server password/);
  const right = new Person(answers(ircd, { auth: 'server-password', password: 'door-password' }));
  assert.equal((await irc().login('server', right)).accounts[0].network, 'NgTest');
});

test('server password: wrong is asked for again (InspIRCd)', insp, async (t) => {
  const ircd = await running(t, startInspircd({ password: 'door-password' }));
  const person = new Person(answers(ircd, { auth: 'server-password', password: 'wrong-password' }));
  assert.match(await complaint(person), /did not accept the server password/);
});

test('a nick in use, too long or not allowed is asked for again', ng, async (t) => {
  const ircd = await running(t, startNgircd({ nickLength: 9 }));
  const other = await joinAsPeer(ircd, { nick: 'anna' });
  t.after(() => other.end());
  assert.match(await complaint(new Person(answers(ircd))), /nick “anna” is in use/);
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
    assert.match(await complaint(new Person(answers(secure, { tls: 'yes' }))), /self-signed.*yes-unverified/);
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
  assert.match(await complaint(new Person(answers(ircd))), /nothing listens there/);
  assert.match(
    await complaint(new Person(answers({ host: 'no-such-host.invalid', port: 6667 }))),
    /No connection to no-such-host/,
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

test('repairing keeps server and identity, and lets the rest change', insp, async (t) => {
  const ircd = await running(t, startInspircd({ accounts: { anna: 'first-password', berta: 'other-password' } }));
  const first = await irc().login('server', new Person(answers(ircd, { auth: 'sasl', password: 'first-password' })));
  const change = { tls: 'no', nick: 'anna2', auth: 'sasl', account: 'anna', password: 'first-password' };
  const stranger = { ...change, account: 'berta', password: 'other-password' };
  const person = new Person(stranger, change);
  const repaired = await irc().login('server', person, keep(first));
  assert.match(person.asked[0]?.instructions ?? '', new RegExp(`127\\.0\\.0\\.1, port ${ircd.port}`));
  assert.ok(!person.asked.some((step) => step.fields.some((field) => field.id === 'server' || field.id === 'port')));
  assert.match(person.instructions, /belongs to the account “anna”/);
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
