/** What people write comes in as it was, and what is written goes out once. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type MessageEvent, SendError } from '@partyline/connector';
import { joinAsPeer, requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { eventually, irc, loginTo, outgoing, Recorder } from './recorder.ts';
import { startScriptedServer } from './scripted-server.ts';

const ng = { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 };
const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };

async function scripted(t: TestContext) {
  const server = await startScriptedServer(true);
  t.after(() => server.end());
  const host = new Recorder();
  const connection = await irc().connect(loginTo(server), host);
  t.after(() => connection.close());
  return { server, host, connection };
}

function brief({ text, html, chat, sender, type }: MessageEvent) {
  return { text, html, chat: `${chat.type} ${chat.id}`, from: sender.id, self: sender.isSelf, type };
}

test('messages, notices and actions from people, in channels and alone', insp, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const host = new Recorder();
  const connection = await irc().connect(loginTo(ircd, { channels: ['#Room'] }), host);
  t.after(() => connection.close());
  const bob = await joinAsPeer(ircd, { nick: 'Bob[1]' });
  t.after(() => bob.end());
  await bob.join('#room');
  const before = Date.now();
  bob.say('#ROOM', 'hello room');
  bob.send('NOTICE tester :take note');
  bob.say('tester', '\u0001ACTION waves\u0001');
  bob.say('tester', '\u0001VERSION\u0001');
  bob.say('tester', 'the last');
  await eventually('all came', () => host.messages.some((event) => event.text === 'the last'));
  assert.deepEqual(host.messages.map(brief), [
    { text: 'hello room', html: undefined, chat: 'group #room', from: 'bob{1}', self: false, type: undefined },
    { text: 'take note', html: undefined, chat: 'single bob{1}', from: 'bob{1}', self: false, type: 'NOTICE' },
    {
      text: '* Bob[1] waves',
      html: '<em>* Bob[1] waves</em>',
      chat: 'single bob{1}',
      from: 'bob{1}',
      self: false,
      type: undefined,
    },
    { text: 'the last', html: undefined, chat: 'single bob{1}', from: 'bob{1}', self: false, type: undefined },
  ]);
  for (const { id, timestamp, sender } of host.messages) {
    assert.match(id, /^1PL~/, 'the msgid of the server');
    assert.ok(Math.abs(timestamp - before) < 60_000);
    assert.equal(sender.name, 'Bob[1]');
  }
});

test('odd bytes: invalid UTF-8, a line in pieces, a sender without an address, our own words', {
  timeout: 20_000,
}, async (t) => {
  const { server, host } = await scripted(t);
  await server.write(
    Buffer.concat([Buffer.from(':bob!b@h PRIVMSG #chan :caf'), Buffer.from([0xe9]), Buffer.from('\r\n')]),
  );
  await server.write(':bob!b@h PRIVMSG #chan :in ');
  await server.write('two\n');
  await server.write(
    ':NickServ NOTICE tester :hello\r\n:irc.test NOTICE tester :not from a person\r\n:tester!t@h PRIVMSG bob :mine\r\n',
  );
  await server.write('@time=2026-01-02T03:04:05.678Z;msgid=abc :bob!b@h PRIVMSG tester :dated\r\n');
  await server.write('@batch=never-ends :bob!b@h PRIVMSG #chan :in a batch\r\n');
  await server.write(`:bob!b@h PRIVMSG #chan :${'x'.repeat(70_000)}\r\n:bob!b@h PRIVMSG #chan :after the flood\r\n`);
  await eventually('all came', () => host.messages.some((event) => event.text === 'after the flood'));
  assert.deepEqual(
    host.messages.map(({ text, chat, sender }) => [text, chat.id, sender.isSelf]),
    [
      ['café', '#chan', false],
      ['in two', '#chan', false],
      ['hello', 'nickserv', false],
      ['mine', 'bob', true],
      ['dated', 'bob', false],
      ['in a batch', '#chan', false],
      ['after the flood', '#chan', false],
    ],
  );
  const dated = host.messages.find((event) => event.text === 'dated');
  assert.deepEqual([dated?.id, dated?.timestamp], ['abc', Date.UTC(2026, 0, 2, 3, 4, 5, 678)]);
});

test('PONG waits for the commit of everything before, and only for that', { timeout: 20_000 }, async (t) => {
  const { server, host, connection } = await scripted(t);
  const stored = Promise.withResolvers<void>();
  host.store = () => stored.promise;
  await server.write('PING :before\r\n:bob!b@h PRIVMSG #chan :one\r\nPING :a b\r\n');
  await server.line(/^PONG :before$/);
  await connection.probe?.();
  assert.ok(!server.received.includes('PONG :a b'), 'answered before the commit');
  stored.resolve();
  await server.line(/^PONG :a b$/);
});

test('what cannot be stored ends the connection unacknowledged', { timeout: 20_000 }, async (t) => {
  const { server, host } = await scripted(t);
  host.store = () => Promise.reject(new Error('disk full'));
  await server.write(':bob!b@h PRIVMSG #chan :one\r\nPING :after\r\n');
  await eventually('the end is told', () => host.last?.state === 'lost');
  assert.match(host.last?.text ?? '', /could not be stored/);
  assert.ok(!server.received.includes('PONG :after'));
});

test('a server that sends faster than we store has to wait', { timeout: 60_000 }, async (t) => {
  const { server, host } = await scripted(t);
  const stored = Promise.withResolvers<void>();
  host.store = () => stored.promise;
  const line = `:bob!b@h PRIVMSG #chan :${'x'.repeat(400)}\r\n`;
  const count = 50_000;
  const writing = (async () => {
    for (let sent = 0; sent < count; sent += 1000) await server.write(line.repeat(1000));
  })();
  // 21 MB are written; the socket's own buffers hold a few. The rest stays with the server for as long as nothing is stored.
  let seen = 0;
  let unchanged = 0;
  await eventually('for half a second nothing is taken from the server', () => {
    unchanged = server.queued > 0 && server.queued === seen ? unchanged + 1 : 0;
    seen = server.queued;
    return unchanged === 25;
  });
  stored.resolve();
  await writing;
  await eventually('all came', () => host.messages.length === count, 30_000);
});

test('sending: confirmed, refused in the words of the server, or refused by us', ng, async (t) => {
  const ircd = await startNgircd();
  t.after(() => ircd.end());
  const bob = await joinAsPeer(ircd, { nick: 'bob' });
  t.after(() => bob.end());
  const connection = await irc().connect(loginTo(ircd), new Recorder());
  t.after(() => connection.close());
  await bob.join('#moderated');
  bob.send('MODE #moderated +m');
  await bob.barrier();
  assert.deepEqual(await connection.send(outgoing('bob', ': hello')), {});
  await bob.line(/ PRIVMSG bob :: hello$/);
  const cases = [
    [outgoing('nobody', 'x'), 'no_such_recipient'],
    [outgoing('#moderated', 'x'), 'cannot_send_to_chat'],
    [outgoing('#none', 'x'), 'no_such_recipient'],
    [outgoing('bob', 'x'.repeat(500)), 'too_long'],
    [outgoing('bob', 'one\r\nQUIT'), 'unsupported_text'],
    [outgoing('bob', ''), 'empty'],
    [outgoing('bob\r\nQUIT', 'x'), 'no_such_chat'],
    [outgoing('bob,tester', 'x'), 'no_such_chat'],
  ] as const;
  // All at once: each refusal must find its own message.
  const outcomes = await Promise.allSettled(cases.map(([message]) => connection.send(message)));
  const reasons = outcomes.map((outcome) =>
    outcome.status === 'rejected' && outcome.reason instanceof SendError
      ? `${outcome.reason.outcome} ${outcome.reason.reason}`
      : outcome.status,
  );
  assert.deepEqual(
    reasons,
    cases.map(([, reason]) => `certain ${reason}`),
  );
});

test('the longest text that is let through arrives whole', ng, async (t) => {
  const ircd = await startNgircd();
  t.after(() => ircd.end());
  const bob = await joinAsPeer(ircd, { nick: 'bob' });
  t.after(() => bob.end());
  const connection = await irc().connect(loginTo(ircd), new Recorder());
  t.after(() => connection.close());
  for (let length = 510; length > 300; length -= 1) {
    const text = 'x'.repeat(length);
    try {
      await connection.send(outgoing('bob', text));
    } catch (error) {
      assert.ok(error instanceof SendError && error.reason === 'too_long');
      continue;
    }
    await bob.line((line) => line.endsWith(` PRIVMSG bob :${text}`));
    return;
  }
  assert.fail('not even 300 characters were let through');
});

test('a long text with formatting goes out in parts that fit, and a flood does not', ng, async (t) => {
  const ircd = await startNgircd();
  t.after(() => ircd.end());
  const bob = await joinAsPeer(ircd, { nick: 'bob' });
  t.after(() => bob.end());
  const connection = await irc().connect(loginTo(ircd), new Recorder());
  t.after(() => connection.close());
  const split = async (text: string, html?: string) =>
    (await connection.split?.(outgoing('bob', text, html === undefined ? {} : { html }))) ?? [];
  const words = 'bold words '.repeat(60).trim();
  const parts = await split(`${words}\n\nplain`, `<b>${words}</b><br><br>plain`);
  assert.equal(parts.length, 3);
  assert.equal(parts.map(({ text }) => text).join(' '), `${words} plain`);
  assert.deepEqual(
    parts.map(({ html }) => html?.startsWith('<strong>bold')),
    [true, true, undefined],
  );
  for (const part of parts) {
    await connection.send(outgoing('bob', part.text, part));
    const codes = part.html === undefined ? part.text : `\u0002${part.text}`;
    await bob.line((line) => line.endsWith(` PRIVMSG bob :${codes}`));
  }
  const actions = await split(`/me ${words}`);
  assert.ok(actions.length === 2 && actions.every(({ text }) => text.startsWith('/me bold')));
  assert.ok((await split('🎉'.repeat(20_000))).length > 200, 'the longest text that is promised');
  const refusal = (text: string) => split(text).then(String, (error: SendError) => `${error.outcome} ${error.reason}`);
  assert.equal(await refusal('line\n'.repeat(1000)), 'certain too_long');
  assert.equal(await refusal(' \n '), 'certain empty');
  for (const command of ['/msg NickServ identify hunter2', '/join', '/QUIT\nbye']) {
    assert.equal(await refusal(command), 'certain unknown_command');
  }
  for (const text of ['/usr/bin is full', 'either/or', '/', '/ shrug'])
    assert.equal((await split(text))[0]?.text, text);
  assert.equal((await split('/join', '<code>/join</code>'))[0]?.text, '/join');
});
