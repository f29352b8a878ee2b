/** What others do in a chat, as it comes in through the real framework. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { startStage } from './framework/hosting.ts';
import { chat, messages, talkWithBob } from './framework/inbox.ts';
import { rehearsal } from './framework/program.ts';
import { messageFrom, said, withFile } from './framework/said.ts';

const { program, skip } = await rehearsal();
const inChat = { login: 'login-ann', chat: 'bob', sender: 'bob' };

test('text comes with its formatting, mentions, replies and threads', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const { chatID } = await talkWithBob(stage);
  const html = '<strong>Hi</strong> <a href="user:ann">Ann</a> and <a href="user:carol">Carol</a>';
  const formatted = said('Hi Ann and Carol', { format: 'org.matrix.custom.html', formatted_body: html });
  await network.happen(messageFrom('bob', 'm2', { ...formatted, mentions: ['ann', 'carol'] }));
  await network.happen(messageFrom('bob', 'm3', said('As I said'), { reply_to: 'first' }));
  await network.happen(messageFrom('bob', 'm4', said('In a thread'), { thread: 'm2' }));
  await network.happen(messageFrom('bob', 'm5', said('Further in it'), { thread: 'm2' }));
  const all = await messages(stage, chatID, ({ length }) => length === 5);
  const [first, second, third, fourth, fifth] = all;
  assert.partialDeepStrictEqual(first, { text: 'Hello Ann', senderID: 'bob', senderName: 'Bob', isSender: false });
  assert.match(second?.text ?? '', /^<strong>Hi<\/strong> <a href="[^"]*login-ann">Ann<\/a> and <a href="[^"]*carol">/);
  assert.deepEqual(second?.mentions, ['login-ann', 'carol']);
  assert.equal(third?.linkedMessageID, first?.id);
  assert.deepEqual([fourth?.linkedMessageID, fifth?.linkedMessageID], [second?.id, second?.id]);
});

test('messages are edited, reacted to and taken back', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const { chatID } = await talkWithBob(stage);
  await network.happen(messageFrom('bob', 'm2', said('A secnd one')));
  await network.happen({ ...inChat, kind: 'edit', id: 'e1', target: 'm2', parts: [said('A second one')] });
  await network.happen({ ...inChat, kind: 'reaction', target: 'first', key: '👍' });
  await network.happen({ ...inChat, sender: 'ann', kind: 'reaction', target: 'first', key: '🎉' });
  await network.happen({ ...inChat, kind: 'reaction', target: 'm2', key: '😀' });
  await network.happen(messageFrom('bob', 'm3', said('Oops')));
  const before = await messages(stage, chatID, ([one, two, three]) => {
    return one?.reactions?.length === 2 && two?.editedTimestamp !== undefined && three !== undefined;
  });
  assert.partialDeepStrictEqual(before[0]?.reactions, [
    { reactionKey: '👍', participantID: 'bob' },
    { reactionKey: '🎉', participantID: 'login-ann' },
  ]);
  assert.partialDeepStrictEqual(before[1], { text: 'A second one', reactions: [{ reactionKey: '😀' }] });

  await network.happen({ ...inChat, kind: 'reaction_remove', target: 'first', key: '👍' });
  await network.happen({ ...inChat, kind: 'remove', target: 'm3' });
  await network.happen({
    ...inChat,
    kind: 'reaction_sync',
    target: 'm2',
    reactions: [
      { sender: 'ann', key: '❤️' },
      { sender: 'bob', key: '🦊' },
    ],
  });
  const [first, second, third] = await messages(stage, chatID, ([one, two, three]) => {
    const keys = two?.reactions?.map(({ reactionKey }) => reactionKey) ?? [];
    // What comes may come before the smile goes, in any order.
    const isSynced = keys.length === 2 && !keys.includes('😀');
    return one?.reactions?.length === 1 && isSynced && three?.isDeleted === true;
  });
  assert.partialDeepStrictEqual(first?.reactions, [{ reactionKey: '🎉', participantID: 'login-ann' }]);
  assert.deepEqual(new Set(second?.reactions?.map(({ reactionKey }) => reactionKey)), new Set(['❤️', '🦊']));
  assert.equal(third?.text ?? '', '');
});

test('files of every kind come with what is known of them', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { api, network } = stage;
  const { chatID } = await talkWithBob(stage);
  const voice = { 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': { duration: 2_500, waveform: [1, 2] } };
  const parts = [
    withFile('m.image', 'cat.png', 'image/png', 'a picture', { body: 'Look', info: { w: 40, h: 30 } }),
    withFile('m.video', 'cat.mp4', 'video/mp4', 'a film', { info: { duration: 4_000, w: 64, h: 48 } }),
    withFile('m.audio', 'song.mp3', 'audio/mpeg', 'a song', { info: { duration: 3_000 } }),
    withFile('m.audio', 'voice.ogg', 'audio/ogg', 'a voice', voice),
    withFile('m.video', 'wave.mp4', 'video/mp4', 'a wave', { info: { 'fi.mau.gif': true } }),
    withFile('m.file', 'report.pdf', 'application/pdf', 'a report'),
    { ...withFile('', 'fox.webp', 'image/webp', 'a fox', { info: { w: 20, h: 20 } }), type: 'm.sticker' },
  ];
  for (const [index, part] of parts.entries()) await network.happen(messageFrom('bob', `file-${index}`, part));
  const [, ...files] = await messages(stage, chatID, ({ length }) => length === parts.length + 1);
  assert.partialDeepStrictEqual(
    files.map(({ attachments }) => attachments?.[0]),
    [
      { type: 'img', fileName: 'cat.png', mimeType: 'image/png', fileSize: 9, size: { width: 40, height: 30 } },
      { type: 'video', fileName: 'cat.mp4', duration: 4 },
      { type: 'audio', fileName: 'song.mp3', duration: 3 },
      { type: 'audio', fileName: 'voice.ogg', isVoiceNote: true, duration: 2.5 },
      { type: 'video', fileName: 'wave.mp4', isGif: true },
      { type: 'unknown', fileName: 'report.pdf', mimeType: 'application/pdf' },
      { type: 'img', isSticker: true, size: { width: 20, height: 20 } },
    ],
  );
  assert.equal(files[0]?.text, 'Look');
  const words = ['a picture', 'a film', 'a song', 'a voice', 'a wave', 'a report', 'a fox'];
  for (const [index, { attachments }] of files.entries()) {
    const url = encodeURIComponent(attachments?.[0]?.srcURL ?? '');
    assert.equal((await api.call('GET', `/v1/assets/serve?url=${url}`)).text, words[index]);
  }
});

test('places, polls, notices and messages of several parts are readable', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const { chatID } = await talkWithBob(stage);
  const place = { content: { msgtype: 'm.location', body: 'The harbour', geo_uri: 'geo:54.3,10.1' } };
  await network.happen(messageFrom('bob', 'place', place));
  const words = (text: string) => ({ 'org.matrix.msc1767.text': text });
  const answers = ['Yes', 'No'].map((text, index) => ({ id: `a${index}`, ...words(text) }));
  const poll = {
    type: 'org.matrix.msc3381.poll.start',
    content: {},
    extra: { 'org.matrix.msc3381.poll.start': { question: words('Sailing?'), answers, max_selections: 1 } },
  };
  await network.happen(messageFrom('bob', 'poll', poll));
  const call = said('Incoming call', { 'com.beeper.action_message': { type: 'call', call_type: 'voice' } });
  await network.happen(messageFrom('bob', 'call', call));
  await network.happen(messageFrom('bob', 'notice', { content: { msgtype: 'm.notice', body: 'Take notice' } }));
  const two = ['one', 'two'].map((name) => ({ ...withFile('m.image', `${name}.png`, 'image/png', name), id: name }));
  await network.happen({ ...messageFrom('bob', 'album', said('')), parts: two });
  const all = await messages(stage, chatID, ({ length }) => length === 7);
  assert.partialDeepStrictEqual(all.slice(1, 5), [
    { type: 'LOCATION' },
    {},
    { type: 'NOTICE', text: 'Incoming call' },
    { type: 'NOTICE', text: 'Take notice' },
  ]);
  assert.match(all[1]?.text ?? '', /The harbour.*mlat=54\.3&amp;mlon=10\.1/s);
  assert.match(all[2]?.text ?? '', /Sailing\?.*1\. Yes.*2\. No/s);
  assert.deepEqual(
    all.slice(5).map(({ attachments }) => attachments?.[0]?.fileName),
    ['one.png', 'two.png'],
  );
});

test('what Ann does on her phone is hers, here as well', { skip }, async (t) => {
  const stage = await startStage(t, { program });
  const { network } = stage;
  const { chatID } = await talkWithBob(stage);
  await chat(stage, chatID, ({ unreadCount }) => unreadCount === 1);
  await network.happen({ ...inChat, sender: 'ann', kind: 'read', target: 'first' });
  await chat(stage, chatID, ({ unreadCount }) => unreadCount === 0);
  await network.happen({ ...messageFrom('bob', 'm2', said('From my phone')), sender: 'ann' });
  await network.happen({ ...inChat, kind: 'read', target: 'm2' });
  const [, own] = await messages(stage, chatID, (all) => all[1]?.seen !== undefined && all[1].seen !== false);
  assert.partialDeepStrictEqual(own, { text: 'From my phone', senderID: 'login-ann', isSender: true });
  await network.happen({
    ...inChat,
    sender: 'ann',
    kind: 'edit',
    id: 'e',
    target: 'm2',
    parts: [said('From my boat')],
  });
  await messages(stage, chatID, (all) => all[1]?.text === 'From my boat');
  await network.happen({ ...inChat, sender: 'ann', kind: 'remove', target: 'm2' });
  await messages(stage, chatID, (all) => all[1]?.isDeleted === true);
  const listening = new AbortController();
  t.after(() => listening.abort());
  const heard = await stage.api.listen('/v1/events?typing=true', listening.signal);
  await network.happen({ ...inChat, kind: 'typing', timeout: 5_000 });
  await eventually(heard, (text) => text.includes('"users":[{"id":"bob","fullName":"Bob"}],"expiresInSeconds":5'));
  await network.happen({ ...inChat, kind: 'typing', timeout: 0 });
  await eventually(heard, (text) => text.includes('"users":[]'));
  await network.happen({ ...inChat, kind: 'delivered', targets: ['m2'] });
  await network.happen({ ...inChat, sender: 'ann', kind: 'unread', is_unread: true });
  await network.happen(messageFrom('bob', 'm3', said('Still there')));
  await messages(stage, chatID, ({ length }) => length === 3);
});
