/** Replies, reactions and typing, where the server passes client tags on. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinAsPeer, requireProgram, startInspircd, startNgircd } from '../../../test/support/ircd.ts';
import { eventually, irc, loginTo, outgoing, Recorder } from './recorder.ts';
import { startScriptedServer } from './scripted-server.ts';

const insp = { skip: requireProgram('inspircd', 'openssl'), timeout: 60_000 };
const ng = { skip: requireProgram('ngircd', 'openssl'), timeout: 60_000 };

test('replies, reactions and typing go both ways', insp, async (t) => {
  const ircd = await startInspircd();
  t.after(() => ircd.end());
  const bob = await joinAsPeer(ircd, { nick: 'bob' });
  t.after(() => bob.end());
  bob.send('CAP REQ :message-tags');
  await bob.join('#room');
  const host = new Recorder();
  const connection = await irc().connect(loginTo(ircd, { channels: ['#room'] }), host);
  t.after(() => connection.close());
  const room = host.events.find((event) => event.kind === 'chat');
  const { reply, reaction, typingNotifications } = room?.kind === 'chat' ? (room.chat.capabilities ?? {}) : {};
  assert.deepEqual([reply, reaction, typingNotifications], [2, 2, true]);

  const { id = '' } = await connection.send(outgoing('#room', 'question'));
  bob.send(`@+draft/reply=${id} PRIVMSG #room :Tester: answer`);
  bob.send(`@+draft/react=👍;+draft/reply=${id} TAGMSG #room`);
  bob.send(`@+draft/unreact=👍;+draft/reply=${id} TAGMSG #room`);
  bob.send('PRIVMSG #room :testers are not meant');
  await eventually('all came', () => host.messages.length === 2);
  const [answer, other] = host.messages;
  assert.deepEqual([answer?.replyTo, answer?.mentions, other?.mentions], [id, ['tester'], undefined]);
  const sender = { id: 'bob', name: 'bob', isSelf: false };
  assert.deepEqual(
    host.events.filter((event) => event.kind === 'reaction').map(({ timestamp, ...event }) => event),
    [
      { kind: 'reaction', chatID: '#room', messageID: id, sender, key: '👍' },
      { kind: 'reaction', chatID: '#room', messageID: id, sender, key: '👍', removed: true },
    ],
  );

  const replyTo = { id: answer?.id ?? '', senderID: 'bob', text: 'Tester: answer' };
  await connection.send(outgoing('#room', 'thanks', { replyTo }));
  await bob.line((line) => line.includes(`+draft/reply=${replyTo.id}`) && line.endsWith(' PRIVMSG #room :thanks'));
  const to = { account: 'tester', chatID: '#room', messageID: replyTo.id, transactionID: 'r' };
  await connection.react?.({ ...to, key: '🎉 ;\\' });
  await bob.line((line) => line.includes('+draft/react=🎉\\s\\:\\\\') && / TAGMSG :?#room$/.test(line));
  await connection.unreact?.({ ...to, key: '🎉' });
  await bob.line((line) => line.includes('+draft/unreact=🎉') && / TAGMSG :?#room$/.test(line));
  await connection.typing?.({ account: 'tester', chatID: '#room', typing: true });
  await bob.line(/\+typing=active\S* \S+ TAGMSG :?#room$/);
  bob.send('@+typing=active TAGMSG #room');
  bob.send('@+typing=done TAGMSG tester');
  await eventually('typing came', () => host.events.filter(({ kind }) => kind === 'typing').length === 2);
  assert.deepEqual(
    host.events.filter(({ kind }) => kind === 'typing'),
    [
      { kind: 'typing', chatID: '#room', sender, isTyping: true, timeoutMs: 6_000 },
      { kind: 'typing', chatID: 'bob', sender, isTyping: false },
    ],
  );
  await assert.rejects(Promise.resolve(connection.react?.({ ...to, chatID: '#nowhere', key: 'x' })), {
    outcome: 'certain',
    reason: 'no_such_chat',
  });
});

test('a server without client tags is asked for none of it', ng, async (t) => {
  const ircd = await startNgircd();
  t.after(() => ircd.end());
  const bob = await joinAsPeer(ircd, { nick: 'bob' });
  t.after(() => bob.end());
  const host = new Recorder();
  const connection = await irc().connect(loginTo(ircd, { channels: ['#room'] }), host);
  t.after(() => connection.close());
  const { react, unreact, typing } = connection;
  assert.deepEqual([react, unreact, typing], [undefined, undefined, undefined]);
  const room = host.events.find((event) => event.kind === 'chat');
  assert.equal(room?.kind === 'chat' ? room.chat.capabilities?.reply : undefined, 0);
  await connection.send(outgoing('bob', 'an answer', { replyTo: { id: 'x', senderID: 'bob', text: 'y' } }));
  await bob.line(/ PRIVMSG bob :an answer$/);
});

test('tags that the server denies are not used', { timeout: 20_000 }, async (t) => {
  const server = await startScriptedServer(true);
  t.after(() => server.end());
  const host = new Recorder();
  const connecting = irc().connect(loginTo(server), host);
  await server.line(/^CAP END$/);
  await server.write(':irc.test 005 tester CLIENTTAGDENY=*,-draft/reply,-draft/react :are supported\r\n');
  const connection = await connecting;
  t.after(() => connection.close());
  assert.equal(connection.typing, undefined);
  assert.notEqual(connection.react, undefined);
});
