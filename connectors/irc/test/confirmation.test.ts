/** A send resolves when the network has the message, and says so when it has not, or when nobody knows. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SendError } from '@partyline/connector';
import { joinAsPeer, requireProgram, startInspircd } from '../../../test/support/ircd.ts';
import { eventually, irc, loginTo, outgoing, Recorder } from './recorder.ts';
import { startScriptedServer } from './scripted-server.ts';

const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };
const scripted = { timeout: 20_000 };

async function connectedTo(t: TestContext, server: { host: string; port: number }, confirmationTimeoutMs = 20_000) {
  const host = new Recorder();
  const connection = await irc({ confirmationTimeoutMs }).connect(loginTo(server), host);
  t.after(() => connection.close());
  return { host, connection };
}

async function withScript(t: TestContext, extensions: string, confirmationTimeoutMs?: number) {
  const server = await startScriptedServer(true, extensions);
  t.after(() => server.end());
  return { server, ...(await connectedTo(t, server, confirmationTimeoutMs)) };
}

async function failure(sending: Promise<unknown>): Promise<string> {
  const error = await sending.then(
    () => assert.fail('it was sent'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SendError, String(error));
  return `${error.outcome} ${error.reason}`;
}

for (const confirms of ['labels', 'echo', 'nothing'] as const) {
  test(`InspIRCd confirms by ${confirms}`, insp, async (t) => {
    const ircd = await startInspircd({ confirms });
    t.after(() => ircd.end());
    const bob = await joinAsPeer(ircd, { nick: 'bob' });
    t.after(() => bob.end());
    const { host, connection } = await connectedTo(t, ircd);
    bob.send('AWAY :gone fishing');
    await bob.join('#moderated');
    bob.send('MODE #moderated +m');
    await bob.barrier();
    const outcomes = await Promise.all([
      connection.send(outgoing('bob', 'hello')),
      connection.send(outgoing('BOB', 'hello')),
      failure(connection.send(outgoing('nobody', 'hello'))),
      failure(connection.send(outgoing('#moderated', 'hello'))),
      connection.send(outgoing('tester', 'to myself')),
      connection.send(outgoing('bob', '/me waves', { html: '/me <b>waves</b>' })),
    ]);
    assert.deepEqual([outcomes[2], outcomes[3]], ['certain no_such_recipient', 'certain cannot_send_to_chat']);
    const sent = [outcomes[0], outcomes[1], outcomes[4], outcomes[5]];
    const ids = sent.flatMap((one) => (typeof one === 'string' || one.id === undefined ? [] : [one.id]));
    // To ourselves the message itself comes back, so it has an ID even there.
    assert.equal(new Set(ids).size, confirms === 'nothing' ? 1 : 4, 'each has an ID of the network');
    for (const one of sent) {
      if (typeof one !== 'string' && one.timestamp !== undefined)
        assert.ok(Math.abs(one.timestamp - Date.now()) < 60_000);
    }
    await bob.line((line) => line.endsWith(' PRIVMSG bob :\u0001ACTION \u0002waves\u0001'));
    bob.say('tester', 'the last');
    await eventually('the last came', () => host.messages.some(({ text }) => text === 'the last'));
    const others = host.messages.filter(({ id }) => !ids.includes(id));
    assert.deepEqual(
      others.map(({ text }) => text),
      ['the last'],
      'no echo is ingested as another message',
    );
    assert.equal(bob.lines.filter((line) => line.endsWith(' :hello')).length, 2);
  });
}

test('labels: the answer may be a batch, in any order, with other things in it', scripted, async (t) => {
  const { server, connection, host } = await withScript(
    t,
    'message-tags batch labeled-response echo-message server-time',
  );
  const first = connection.send(outgoing('bob', 'same'));
  const second = connection.send(outgoing('bob', 'same'));
  const third = failure(connection.send(outgoing('bob', 'same')));
  const fourth = failure(connection.send(outgoing('bob', 'same')));
  await server.line(/^@label=4 PRIVMSG bob :same$/);
  await server.write('@label=2 :irc.test BATCH +x labeled-response\r\n@batch=x :irc.test 301 tester bob :away\r\n');
  await server.write('@label=3 :irc.test 716 tester bob :blocks you\r\n@label=4 :irc.test ACK\r\n');
  await server.write('@batch=x;msgid=two;time=2026-01-02T03:04:05.678Z :tester!t@h PRIVMSG bob :s***\r\n');
  await server.write(':tester!t@h PRIVMSG bob :same\r\n:irc.test BATCH -x\r\n');
  await server.write('@label=1;msgid=one :tester!t@h PRIVMSG bob :same\r\n');
  assert.deepEqual(await second, { id: 'two', timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
  assert.deepEqual(await first, { id: 'one' });
  assert.equal(await third, 'certain recipient_blocks');
  assert.equal(await fourth, 'certain not_taken');
  // Said on another client of the same bouncer.
  await eventually('it is ingested', () => host.messages.length === 1);
  assert.deepEqual(
    [host.messages[0]?.text, host.messages[0]?.sender.isSelf, host.messages[0]?.chat.id],
    ['same', true, 'bob'],
  );
});

test('echoes: told by order and content; what another client says is another message', scripted, async (t) => {
  const { server, connection, host } = await withScript(t, 'message-tags echo-message');
  const first = connection.send(outgoing('#chan', 'same'));
  const second = connection.send(outgoing('#chan', 'same'));
  const third = failure(connection.send(outgoing('#other', 'same')));
  await server.line(/^PRIVMSG #other :same$/);
  await server.write(
    '@msgid=elsewhere :tester!t@h PRIVMSG #chan :not the same\r\n@msgid=one :tester!t@h PRIVMSG #chan :same\r\n',
  );
  await server.write(':irc.test 404 tester #other :no\r\n@msgid=two :tester!t@h PRIVMSG #chan :same\r\n');
  assert.deepEqual([await first, await second], [{ id: 'one' }, { id: 'two' }]);
  await connection.probe?.();
  await server.write(':irc.test PONG irc.test :nothing\r\n');
  assert.equal(await third, 'certain cannot_send_to_chat');
  assert.deepEqual(
    host.messages.map(({ id, sender }) => [id, sender.isSelf]),
    [['elsewhere', true]],
  );
});

for (const extensions of ['message-tags batch labeled-response echo-message', 'message-tags echo-message']) {
  test(`a link that ends before the confirmation leaves it open (${extensions})`, scripted, async (t) => {
    const { server, connection } = await withScript(t, extensions);
    const sending = failure(connection.send(outgoing('bob', 'hello')));
    await server.line(/PRIVMSG bob :hello$/);
    await server.end();
    assert.equal(await sending, 'uncertain connection_lost');
    assert.equal(await failure(connection.send(outgoing('bob', 'hello'))), 'certain not_connected');
  });
}

for (const extensions of ['message-tags batch labeled-response echo-message', 'message-tags echo-message']) {
  test(`a confirmation that never comes is no success (${extensions})`, scripted, async (t) => {
    const { connection } = await withScript(t, extensions, 50);
    assert.equal(await failure(connection.send(outgoing('bob', 'hello'))), 'uncertain not_confirmed');
  });
}
