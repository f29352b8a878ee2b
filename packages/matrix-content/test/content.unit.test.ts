import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  chatCapabilities,
  decodeLocalpart,
  encodeLocalpart,
  isSameKey,
  type People,
  readMessage,
  readReaction,
  writeEdit,
  writeMessage,
  writeReaction,
} from '../src/index.ts';

const people: People = { userID: (mxid) => mxid.slice(1), mxid: (id) => `@${id}` };
const outgoing = { transactionID: 't', account: 'a', chatID: 'c' };

test('every ID becomes a localpart that Matrix allows, and comes back from it', () => {
  assert.equal(encodeLocalpart('U01_Ab c@ß'), '_u01___ab=20c=40=c3=9f');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (id) => {
      const localpart = encodeLocalpart(id);
      assert.match(localpart, /^[a-z0-9._=+-]*$/);
      assert.equal(decodeLocalpart(localpart), id);
    }),
  );
  for (const wrong of ['A', '_1', '=zz', '=', '=ff']) assert.equal(decodeLocalpart(wrong), undefined);
});

test('no content makes reading throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('m.room.message', 'm.sticker', 'm.poll.start'),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (type, content) => {
        readMessage(type, content, people);
        readReaction(content);
        chatCapabilities(content);
      },
    ),
  );
});

test('numbers that no database gives back are absent', () => {
  const file = {
    msgtype: 'm.file',
    body: 'a',
    url: 'mxc://x/y',
    info: { size: 1e300, w: 2 ** 60, h: 1, duration: -1 },
  };
  assert.deepEqual(readMessage('m.room.message', file, people)?.attachments, [
    { kind: 'unknown', fileName: 'a', ref: 'mxc://x/y' },
  ]);
});

test('people who are named by something else than a text are nobody', () => {
  const odd = { toString: 1, valueOf: 1 };
  const said = {
    body: 'Hi',
    'm.mentions': { user_ids: [odd, '@bob'] },
    'com.beeper.per_message_profile': { displayname: odd, has_fallback: true },
  };
  assert.deepEqual(readMessage('m.room.message', said, people), { text: 'Hi', mentions: ['bob'] });
});

test('a message says whom it answers and mentions', () => {
  const html = 'Hello <a href="https://matrix.to/#/bob">Bob</a>';
  const replyTo = { id: '$1', senderID: 'bob', text: 'Hi' };
  const { type, content } = writeMessage(
    { ...outgoing, text: 'Hello Bob', html, mentions: ['bob', '@room'], replyTo },
    people,
  );
  assert.equal(type, 'm.room.message');
  assert.deepEqual(content, {
    msgtype: 'm.text',
    body: 'Hello Bob',
    format: 'org.matrix.custom.html',
    formatted_body: 'Hello <a href="https://matrix.to/#/%40bob">Bob</a>',
    'm.mentions': { user_ids: ['@bob'], room: true },
    'm.relates_to': { 'm.in_reply_to': { event_id: '$1' } },
  });
});

test('a file has its name, its kind and its caption', () => {
  const attachment = {
    path: '/f',
    kind: 'voice-note',
    mimeType: 'audio/ogg',
    fileName: 'v.ogg',
    fileSize: 9,
    duration: 1.5,
  } as const;
  const { content } = writeMessage({ ...outgoing, text: '', attachment }, people, { address: 'mxc://host/1' });
  assert.deepEqual(content, {
    msgtype: 'm.audio',
    filename: 'v.ogg',
    body: 'v.ogg',
    'm.mentions': {},
    url: 'mxc://host/1',
    info: { mimetype: 'audio/ogg', size: 9, duration: 1_500 },
    'org.matrix.msc3245.voice': {},
    'org.matrix.msc1767.audio': { duration: 1_500 },
  });
  const sticker = { ...attachment, kind: 'sticker' } as const;
  assert.equal(
    writeMessage({ ...outgoing, text: '', attachment: sticker }, people, { address: 'mxc://host/1' }).type,
    'm.sticker',
  );
});

test('what is written is read as the same', () => {
  const edit = { account: 'a', chatID: 'c', messageID: '$1', transactionID: 't', text: 'New', html: '<b>New</b>' };
  assert.partialDeepStrictEqual(readMessage('m.room.message', writeEdit(edit, people), people), {
    text: 'New',
    html: '<b>New</b>',
    replaces: '$1',
  });
  assert.deepEqual(readReaction(writeReaction({ messageID: '$1', key: '👍' })), { messageID: '$1', key: '👍' });
  const custom = {
    'm.relates_to': { rel_type: 'm.annotation', event_id: '$1', key: 'mxc://h/1' },
    'com.beeper.reaction.shortcode': ':wave:',
  };
  assert.deepEqual(readReaction(custom), { messageID: '$1', key: ':wave:' });
});

test('an emoji is the same with and without the sign that it is a picture', () => {
  assert.ok(isSameKey('❤', '❤\uFE0F'));
  assert.ok(!isSameKey('❤', '👍'));
});

test('features of a room become capabilities; what is missing cannot be done', () => {
  const capabilities = chatCapabilities({
    formatting: { bold: 2, table: -1 },
    edit: 2,
    edit_max_age: 900,
    reply: 1,
    max_text_length: 65_536,
    allowed_reactions: ['👍'],
    disappearing_timer: { types: ['after_send', 'after_read_by_recipient', 'new_kind'], timers: [86_400_000] },
    state: { 'm.room.name': { level: 2 } },
    file: { 'm.image': { mime_types: { 'image/*': 2 }, caption: 2, max_size: 16_000_000 } },
  });
  assert.partialDeepStrictEqual(capabilities, {
    formatting: { bold: 2, table: -1 },
    edit: 2,
    editMaxAge: 900,
    reply: 1,
    reaction: 0,
    delete: 0,
    maxTextLength: 65_536,
    allowedReactions: ['👍'],
    disappearingTimer: { types: ['afterSend', 'afterReadByRecipient'], timers: [86_400_000] },
    state: { title: { level: 2 }, avatar: { level: 0 } },
    attachments: { 'm.image': { mimeTypes: { 'image/*': 2 }, caption: 2, maxSize: 16_000_000 } },
  });
});
