/** A connection says what state it is in, on real servers and through what happens to them. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ConnectionError, type ConnectionState, type Login, SendError } from '@partyline/connector';
import {
  type Ircd,
  joinAsPeer,
  type Peer,
  requireProgram,
  startInspircd,
  startNgircd,
} from '../../../test/support/ircd.ts';
import { eventually, irc, loginTo, outgoing, Recorder } from './recorder.ts';

const ng = { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 };
const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };

async function running(t: TestContext, starting: Promise<Ircd>): Promise<Ircd> {
  const ircd = await starting;
  t.after(() => ircd.end());
  return ircd;
}

async function peer(t: TestContext, ircd: Ircd, nick: string): Promise<Peer> {
  const joined = await joinAsPeer(ircd, { nick });
  t.after(() => joined.end());
  return joined;
}

async function connected(t: TestContext, login: Login) {
  const host = new Recorder();
  const connection = await irc().connect(login, host);
  t.after(() => connection.close());
  return { host, connection };
}

/** How a connect failed. */
async function refusal(login: Login): Promise<ConnectionState> {
  const host = new Recorder();
  try {
    const connection = await irc().connect(login, host);
    await connection.close();
  } catch (error) {
    assert.ok(error instanceof ConnectionError, String(error));
    assert.deepEqual(host.states, [], 'a connect that fails says so once, by failing');
    return error.state;
  }
  throw new Error('connected');
}

function ends(host: Recorder): ConnectionState[] {
  return host.states.filter(({ state }) => state !== 'connected');
}

function textOf(state: ConnectionState | undefined): string {
  return state?.text ?? '';
}

const wrongSasl = { auth: 'sasl', account: 'tester' };

test('signed out: wrong SASL password, and the right one again', insp, async (t) => {
  const ircd = await running(t, startInspircd({ accounts: { tester: 'right-password' } }));
  const state = await refusal(loginTo(ircd, wrongSasl, 'wrong-password'));
  assert.equal(state.state, 'signed_out');
  assert.match(textOf(state), /Sign in again/);
  const login = loginTo(ircd, wrongSasl, 'right-password');
  const { host } = await connected(t, login);
  assert.deepEqual(host.states, [
    {
      state: 'connected',
      profiles: { [login.remoteID]: { id: 'tester', username: 'tester', fullName: 'Test Er' } },
      capabilities: {
        network: 'InspTest',
        account: 'tester',
        extensions: [
          'account-notify',
          'account-tag',
          'batch',
          'echo-message',
          'labeled-response',
          'message-tags',
          'sasl',
          'server-time',
        ],
      },
    },
  ]);
});

test('lost, not signed out: the services that check SASL are away', insp, async (t) => {
  const ircd = await running(t, startInspircd());
  assert.equal((await refusal(loginTo(ircd, wrongSasl, 'right-password'))).state, 'lost');
});

test('signed out: wrong server password, and none', ng, async (t) => {
  const ircd = await running(t, startNgircd({ password: 'door-password' }));
  const wrong = await refusal(loginTo(ircd, { auth: 'server-password' }, 'old-password'));
  assert.equal(wrong.state, 'signed_out');
  assert.match(textOf(wrong), /did not accept the password: .*Bad password\? Sign in again with the right one\.$/);
  const none = await refusal(loginTo(ircd));
  assert.equal(none.state, 'signed_out');
  assert.match(textOf(none), /^This server wants a password\. Sign in again, choose “server-password” and enter it\.$/);
  await connected(t, loginTo(ircd, { auth: 'server-password' }, 'door-password'));
});

test('signed out: a nick the server does not take', ng, async (t) => {
  const ircd = await running(t, startNgircd({ nickLength: 9 }));
  const state = await refusal(loginTo(ircd, { nick: 'annamariasofia' }));
  assert.equal(state.state, 'signed_out');
  assert.match(textOf(state), /too long/);
});

for (const [name, start, options, ban] of [
  ['ngIRCd', startNgircd, ng, 'KLINE *!~tester*@* 600 :Go away'],
  ['InspIRCd', startInspircd, insp, 'KLINE tester*@* 600 :Go away'],
] as const) {
  test(
    `blocked: a ban while connected and one met at the door, in the server's words (${name})`,
    options,
    async (t) => {
      const ircd = await running(t, start());
      const { host } = await connected(t, loginTo(ircd));
      const oper = await peer(t, ircd, 'oper');
      await oper.oper();
      oper.send(ban);
      await oper.barrier();
      const state = await refusal(loginTo(ircd, { nick: 'tester2' }));
      if (name === 'InspIRCd') await eventually('told of the ban', () => ends(host).length > 0);
      for (const banned of [state, ...ends(host)]) {
        assert.equal(banned.state, 'blocked');
        assert.match(textOf(banned), /Go away/);
      }
    },
  );

  test(`lost: an operator ends the connection (${name})`, options, async (t) => {
    const ircd = await running(t, start());
    const { host } = await connected(t, loginTo(ircd));
    const oper = await peer(t, ircd, 'oper');
    await oper.oper();
    oper.send('KILL tester :Take a break');
    await eventually('told of the end', () => ends(host).length > 0);
    assert.equal(ends(host)[0]?.state, 'lost');
    assert.match(textOf(ends(host)[0]), /Take a break/);
    await oper.barrier();
    assert.equal(ends(host).length, 1);
  });
}

test('connected under another nick until the wanted one is free', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const holder = await peer(t, ircd, 'tester');
  const login = loginTo(ircd);
  const { host, connection } = await connected(t, login);
  const { last } = host;
  assert.ok(last?.state === 'connected');
  assert.match(textOf(last), /“tester” is in use, so you are “tester_”/);
  assert.equal(last.profiles?.[login.remoteID]?.id, 'tester');
  assert.equal(last.profiles?.[login.remoteID]?.username, 'tester_');
  await connection.probe?.();
  assert.equal(host.states.length, 1, 'still taken: nothing to tell');
  holder.send('QUIT');
  await holder.line(/^ERROR/);
  await connection.probe?.();
  const regained = host.last;
  assert.ok(regained?.state === 'connected');
  assert.equal(regained.text, undefined);
  assert.equal(regained.profiles?.[login.remoteID]?.username, 'tester');
});

test('a fallback nick fits the length the server allows', ng, async (t) => {
  const ircd = await running(t, startNgircd({ nickLength: 9 }));
  await peer(t, ircd, 'ninechars');
  await peer(t, ircd, 'ninechar_');
  const { host } = await connected(t, loginTo(ircd, { nick: 'ninechars' }));
  assert.match(textOf(host.last), /you are “ninecha__”/);
});

test('lost: a crash of the server, told once; a new connect works after its restart', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const { host, connection } = await connected(t, loginTo(ircd));
  await ircd.stop();
  await eventually('told of the loss', () => ends(host).length > 0);
  await assert.rejects(connection.send(outgoing('bob', 'hello')), (error) => {
    assert.ok(error instanceof SendError);
    assert.deepEqual([error.outcome, error.retriable], ['certain', true]);
    return true;
  });
  await connection.close();
  assert.deepEqual(
    ends(host).map(({ state }) => state),
    ['lost'],
  );
  const down = await refusal(loginTo(ircd));
  assert.equal(down.state, 'lost');
  assert.match(textOf(down), new RegExp(`, port ${ircd.port}: nothing listens there\\.$`));
  await ircd.restart();
  await connected(t, loginTo(ircd));
});

test('a frozen server: probe stays unanswered, close is quick, a waiting send is uncertain', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const { host, connection } = await connected(t, loginTo(ircd));
  ircd.freeze();
  let answered = false;
  const probe = connection.probe?.().then(() => {
    answered = true;
  });
  const sending = connection.send(outgoing('bob', 'hello'));
  const began = performance.now();
  const outcomes = Promise.allSettled([probe, sending]);
  await connection.close();
  assert.ok(performance.now() - began < 5000);
  const [probed, sent] = await outcomes;
  assert.equal(probed.status, 'rejected');
  assert.equal(answered, false);
  assert.ok(sent.status === 'rejected' && sent.reason instanceof SendError);
  assert.equal(sent.reason.outcome, 'uncertain');
  assert.deepEqual(ends(host), [], 'closing is no loss');
});

test('lost: the server waited in vain for our PONG', { ...ng, timeout: 90_000 }, async (t) => {
  const ircd = await running(t, startNgircd({ pingSeconds: 1, pongSeconds: 1 }));
  const { host } = await connected(t, loginTo(ircd, { channels: ['#room'] }));
  const bob = await peer(t, ircd, 'bob');
  await bob.join('#room');
  // Never stored, so never acknowledged.
  host.store = () => new Promise(() => {});
  bob.say('#room', 'store this');
  await eventually('told of the loss', () => ends(host).length > 0, 60_000);
  assert.equal(ends(host)[0]?.state, 'lost');
  assert.match(textOf(ends(host)[0]), /timeout/i);
});

test('a netsplit elsewhere is no loss; the end of our own server is', ng, async (t) => {
  const hub = await running(t, startNgircd());
  const leaf = await running(t, startNgircd({ name: 'leaf.test', linkTo: hub }));
  const { host, connection } = await connected(t, loginTo(hub, { channels: ['#room'] }));
  const far = await peer(t, leaf, 'far');
  await far.join('#room');
  await eventually('both servers are one network', async () => {
    far.say('#room', 'over the link');
    await far.barrier();
    return host.messages.some((event) => event.text === 'over the link');
  });
  const near = await peer(t, hub, 'near');
  await near.join('#room');
  await leaf.stop();
  await near.line(/^:far!\S+ QUIT /);
  await connection.probe?.();
  assert.equal(host.last?.state, 'connected');
  await hub.stop();
  await eventually('told of the loss', () => ends(host).length > 0);
  assert.equal(ends(host)[0]?.state, 'lost');
});

test('two networks at once, and one of them twice', { ...insp, skip: ng.skip || insp.skip }, async (t) => {
  const [first, second] = await Promise.all([running(t, startNgircd()), running(t, startInspircd())]);
  const logins = [loginTo(first), loginTo(first, { nick: 'other' }), loginTo(second)];
  const all = await Promise.all(logins.map((login) => connected(t, login)));
  const bobs = [await peer(t, first, 'bob'), await peer(t, second, 'bob')];
  bobs[0]?.say('tester', 'one');
  bobs[0]?.say('other', 'two');
  bobs[1]?.say('tester', 'three');
  await eventually('each got its own', () => all.every(({ host }) => host.events.length > 0));
  assert.deepEqual(
    all.map(({ host }) => host.messages.map(({ text }) => text)),
    [['one'], ['two'], ['three']],
  );
});

test('a channel that does not let us in is told', ng, async (t) => {
  const ircd = await running(t, startNgircd());
  const owner = await peer(t, ircd, 'owner');
  await owner.join('#closed');
  owner.send('MODE #closed +i');
  await owner.barrier();
  const { host } = await connected(t, loginTo(ircd, { channels: ['#open', '#closed'] }));
  assert.equal(host.last?.state, 'connected');
  assert.match(textOf(host.last), /^Not joined: #closed: .*[^.]\.$/);
});
