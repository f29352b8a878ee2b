/** What Ann does, as it arrives on the network through the real framework, and what comes of it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from './framework/control.ts';
import { at, startStage } from './framework/hosting.ts';
import { chat, messages, sent, talkWithBob } from './framework/inbox.ts';
import { rehearsal } from './framework/program.ts';
import { messageFrom, said } from './framework/said.ts';

const { program, skip } = await rehearsal();
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('text is sent with its formatting, mentions and replies', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  const send = (body: object) => api.post(at(chatID, 'messages'), body);
  await send({ text: 'Hello **Bob**' });
  const [first, own] = await messages(stage, chatID, (all) => sent(all[1]));
  assert.partialDeepStrictEqual(network.arrived[0], {
    kind: 'message',
    login: 'login-ann',
    chat: 'bob',
    type: 'm.room.message',
    content: { msgtype: 'm.text', formatted_body: 'Hello <strong>Bob</strong>' },
  });
  await send({ text: 'To you', replyToMessageID: first?.id });
  await send({ text: 'To me', replyToMessageID: own?.id });
  const all = await messages(stage, chatID, (some) => sent(some[3]));
  assert.deepEqual(
    network.arrived.map(({ reply_to }) => reply_to),
    [undefined, 'first', 'sent-1'],
  );
  assert.partialDeepStrictEqual(all[3], { text: 'To me', isSender: true, senderID: 'login-ann' });
  // What it is called on the network is known: it can be referred to from there.
  await network.happen(messageFrom('bob', 'm2', said('I see'), { reply_to: 'sent-1' }));
  const [, , , , answer] = await messages(stage, chatID, ({ length }) => length === 5);
  assert.equal(answer?.linkedMessageID, own?.id);
});

test('the network’s answer is the status of a message', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  const send = (text: string) => api.post<{ pendingMessageID: string }>(at(chatID, 'messages'), { text });
  const refuse = (message: string, fields: object) =>
    network.answerNext(() => {
      throw new Refusal(message, fields);
    });
  refuse('Not in this chat', { status: 'FAIL_PERMANENT', reason: 'com.beeper.unsupported_event' });
  await send('Refused');
  const [, refused] = await messages(stage, chatID, (all) => all[1]?.sendStatus?.status === 'FAIL_PERMANENT');
  assert.partialDeepStrictEqual(refused?.sendStatus, { reason: 'unsupported_event', message: 'Not in this chat' });

  // Before it has tried, it may be sent again by itself.
  refuse('Not connected', { status: 'FAIL_RETRIABLE', reason: 'm.bridge_unavailable' });
  await send('Later');
  await messages(stage, chatID, (all) => sent(all[2]));

  // Of anything else the framework does not know either whether it was sent: it must not be sent again without being asked.
  refuse('Too fast', { status: 'FAIL_RETRIABLE', reason: 'm.foreign_network_error' });
  const { pendingMessageID } = await send('Unforeseen');
  const unsure = await messages(stage, chatID, (all) => all[3]?.sendStatus?.status.startsWith('FAIL') === true);
  assert.equal(unsure[3]?.sendStatus?.reason, 'uncertain');
  await send('The next');
  await messages(stage, chatID, (all) => sent(all[4]));
  await api.post(`/v1/outbox/${pendingMessageID}/retry`);
  await messages(stage, chatID, (all) => all.every((one) => one.senderID === 'bob' || one === all[1] || sent(one)));
  assert.deepEqual(
    network.arrived.map(({ content }) => content?.['body']),
    ['Refused', 'Later', 'Later', 'Unforeseen', 'The next', 'Unforeseen'],
  );
});

test('a slow network is waited for, and messages keep their order', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  const slow = Promise.withResolvers<object>();
  network.answerNext(() => slow.promise);
  for (const text of ['one', 'two', 'three']) await api.post(at(chatID, 'messages'), { text });
  await network.arrivals('message', 1);
  const waiting = await messages(stage, chatID, ({ length }) => length === 4);
  assert.deepEqual(waiting.map(sent), [false, false, false, false]);
  slow.resolve({ id: 'slow' });
  await messages(stage, chatID, (all) => sent(all[3]));
  assert.deepEqual(
    network.arrived.map(({ content }) => content?.['body']),
    ['one', 'two', 'three'],
  );
});

test('a network that only echoes is waited for, its echo is no second message, and its silence is told', {
  skip,
}, async (t) => {
  const stage = await startStage(t, { program, settings: { echo_timeout: 1_500 } });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  network.answerNext(() => ({ is_pending: true }));
  await api.post(at(chatID, 'messages'), { text: 'Echo' });
  const [echoed] = await network.arrivals('message', 1);
  assert.equal(sent((await messages(stage, chatID, ({ length }) => length === 2))[1]), false);
  await network.happen({
    ...messageFrom('bob', 'echo', said('Echo')),
    sender: 'ann',
    transaction: echoed?.['transaction'],
  });
  await messages(stage, chatID, (all) => sent(all[1]));

  network.answerNext(() => ({ is_pending: true }));
  await api.post(at(chatID, 'messages'), { text: 'No echo' });
  const all = await messages(stage, chatID, (some) => some[2]?.sendStatus?.status.startsWith('FAIL') === true);
  assert.equal(all.length, 3);
  assert.equal(all[2]?.sendStatus?.reason, 'uncertain');
});

test('own messages are edited, reacted to and taken back, or it is said why not', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  await api.post(at(chatID, 'messages'), { text: 'Helo' });
  const [first, own] = await messages(stage, chatID, (all) => sent(all[1]));
  const ownPath = at(chatID, 'messages', own?.id ?? '');
  const reactions = at(chatID, 'messages', first?.id ?? '', 'reactions');

  assert.equal((await api.call('PUT', ownPath, { text: 'Hello' })).status, 200);
  await api.post(reactions, { reactionKey: '🎉' });
  await messages(stage, chatID, (all) => all[1]?.text === 'Hello' && all[0]?.reactions?.length === 1);
  await api.call('DELETE', `${reactions}/${encodeURIComponent('🎉')}`);
  network.answerNext(() => {
    throw new Refusal('Too old', { status: 'FAIL_PERMANENT', reason: 'm.event_too_old' });
  });
  const late = await api.call('PUT', ownPath, { text: 'Hello!' });
  assert.ok(late.status >= 400, late.text);
  assert.match(late.text, /Too old/);
  assert.ok((await api.call('DELETE', ownPath)).status < 300);
  assert.partialDeepStrictEqual(network.arrived.slice(1), [
    { kind: 'edit', target: 'sent-1', body: 'Hello' },
    { kind: 'reaction', target: 'first', key: '🎉' },
    { kind: 'reaction_remove', target: 'first', key: '🎉' },
    { kind: 'edit', target: 'sent-1', body: 'Hello!' },
    { kind: 'remove', target: 'sent-1' },
  ]);
  const end = await messages(stage, chatID, (all) => all[1]?.isDeleted === true);
  assert.equal(end[0]?.reactions?.length ?? 0, 0);
});

test('what was sent from here is seen, and goes on living, elsewhere', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  for (const text of ['one', 'two', 'three']) await api.post(at(chatID, 'messages'), { text });
  await messages(stage, chatID, (all) => sent(all[3]));
  const inChat = { login: 'login-ann', chat: 'bob', sender: 'bob' };
  await network.happen({ ...inChat, kind: 'reaction', target: 'sent-1', key: '🎉' });
  await network.happen({ ...inChat, sender: 'ann', kind: 'edit', id: 'e', target: 'sent-2', parts: [said('Two')] });
  await network.happen({ ...inChat, sender: 'ann', kind: 'remove', target: 'sent-3' });
  await network.happen({ ...inChat, kind: 'read', target: 'sent-2' });
  const all = await messages(stage, chatID, (some) => some[3]?.isDeleted === true && Boolean(some[2]?.seen));
  assert.partialDeepStrictEqual(all[1]?.reactions, [{ reactionKey: '🎉', participantID: 'bob' }]);
  assert.equal(all[2]?.text, 'Two');
  // The network delivers to this device too what it was sent from here.
  await network.happen({ ...messageFrom('bob', 'sent-1', said('one')), sender: 'ann' });
  await network.happen(messageFrom('bob', 'm2', said('end')));
  const end = await messages(stage, chatID, (some) => some.at(-1)?.text === 'end');
  assert.equal(end.length, 5);
});

test('files are sent whole', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  const kinds = [
    { fileName: 'dot.png', mimeType: 'image/png', msgtype: 'm.image' },
    { fileName: 'song.mp3', mimeType: 'audio/mpeg', msgtype: 'm.audio' },
    { fileName: 'film.mp4', mimeType: 'video/mp4', msgtype: 'm.video' },
    { fileName: 'notes.txt', mimeType: 'text/plain', msgtype: 'm.file' },
    { fileName: 'voice.ogg', mimeType: 'audio/ogg', msgtype: 'm.audio', type: 'voice-note', duration: 2 },
  ];
  for (const [index, { fileName, mimeType, type, duration }] of kinds.entries()) {
    const upload = { content: dot, fileName, mimeType };
    const { uploadID } = await api.post<{ uploadID: string }>('/v1/assets/upload/base64', upload);
    const attachment = { uploadID, ...(type && { type }), ...(duration && { duration }) };
    await api.post(at(chatID, 'messages'), { text: `File ${index}`, attachment });
  }
  await messages(stage, chatID, (all) => sent(all[kinds.length]));
  for (const [index, { fileName, mimeType, msgtype }] of kinds.entries()) {
    const arrived = network.arrived[index];
    assert.equal(arrived?.file, dot);
    const expected = { msgtype, filename: fileName, body: `File ${index}`, info: { mimetype: mimeType } };
    assert.partialDeepStrictEqual(arrived?.content, expected);
  }
  assert.partialDeepStrictEqual(network.arrived[4]?.content, {
    'org.matrix.msc3245.voice': {},
    'org.matrix.msc1767.audio': { duration: 2_000 },
  });
});

test('reading and typing are told', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  await api.post(at(chatID, 'read'), {});
  const [read] = await network.arrivals('read', 1);
  assert.equal(read?.['target'], 'first');
  await api.call('POST', at(chatID, 'typing'), { state: 'typing' });
  await api.call('POST', at(chatID, 'typing'), { state: 'paused' });
  const typing = await network.arrivals('typing', 2);
  assert.deepEqual(
    typing.map(({ is_typing }) => is_typing),
    [true, false],
  );
  await chat(stage, chatID, ({ unreadCount }) => unreadCount === 0);
});
