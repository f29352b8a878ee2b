import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@partyline/protocol';
import { conversation } from '../src/conversation-text.ts';
import { messageLines, messageSummary, senderOf } from '../src/message-text.ts';

const message = (more: Partial<Message> = {}): Message => ({
  id: '1',
  chatID: 'c',
  accountID: 'a',
  senderID: 'ada',
  sortKey: '1',
  timestamp: '2026-05-17T12:00:00Z',
  ...more,
});

test('HTML is text, and everything that hangs on a message is told', () => {
  const lines = messageLines(
    message({
      senderName: 'Ada',
      text: '<p>Hello <b>you</b></p><p>&lt;second&gt;</p>',
      linkedMessageID: '0',
      editedTimestamp: '2026-05-17T12:01:00Z',
      attachments: [{ type: 'img', fileName: 'a\u202egnp.exe', fileSize: 1_250_000 }],
      reactions: [
        { id: '1', reactionKey: '👍', participantID: 'x' },
        { id: '2', reactionKey: '👍', participantID: 'y' },
        { id: '3', reactionKey: '\u001b[2J', participantID: 'z' },
      ],
      sendStatus: { status: 'FAIL_PERMANENT', timestamp: '2026-05-17T12:00:00Z', message: 'No such person\u0007' },
    }),
    { quoted: message({ text: 'Earlier\nwords', isSender: true }), chatTitle: 'Trip\r\nX' },
  ).split('\n');
  assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d {2}Ada in Trip X \(edited\) {2}1$/);
  assert.deepEqual(
    lines
      .slice(1)
      .map((line) => line.trim())
      .filter(Boolean),
    [
      '↳ You: Earlier words',
      'Hello you',
      '<second>',
      '[picture a gnp.exe, 1.3 MB]',
      '👍 2',
      'not sent: No such person',
    ],
  );
});

test('what cannot be shown is named', () => {
  assert.match(messageLines(message({ isDeleted: true, text: 'secret' })), /\n {4}\(deleted\)$/);
  assert.match(messageLines(message({ type: 'LOCATION' })), /\n {4}\[location\]$/);
  assert.match(messageLines(message({ sendStatus: { status: 'PENDING', timestamp: '' } })), /being sent/);
  assert.equal(messageSummary(message({ isDeleted: true, text: 'secret' }), 20), '(deleted)');
  assert.equal(messageSummary(message({ text: 'one\ntwo three' }), 8), 'one two…');
});

test('nobody else is called You', () => {
  assert.equal(senderOf(message({ isSender: true, senderName: 'Ada' })), 'You');
  assert.equal(senderOf(message({ senderName: 'you' })), 'you (ada)');
});

test('hidden messages are left out, one is pointed at, others are brief', () => {
  const three = [
    message({ id: '1', text: 'a' }),
    message({ id: '2', isHidden: true, text: 'b' }),
    message({ id: '3', text: 'c' }),
  ];
  const text = conversation(three, { marked: '3', brief: ({ id }) => id === '1' });
  assert.match(text, /^\S+ \S+ {2}ada: a\n→ \S+ \S+ {2}ada {2}3\n {4}c$/);
});
