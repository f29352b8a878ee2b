/** Messages stand in their order and once, under whichever ID they come. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '@partyline/protocol';
import { type TimelineItem, withMessage, withMessages } from '../src/data/message-order.ts';

const message = (id: string, sortKey: string, more: Partial<Message> = {}): Message => ({
  id,
  sortKey,
  chatID: 'c',
  accountID: 'a',
  senderID: 's',
  timestamp: '2026-01-01T00:00:00Z',
  ...more,
});
const ids = (items: readonly TimelineItem[]) => items.map(({ message: { id } }) => id);
const keys = (items: readonly TimelineItem[]) => items.map(({ key }) => key);

test('pages and live messages in any order end in the same order', () => {
  const all = ['1', '2', '3', '4', '5'].map((id) => message(id, `000${id}`));
  const [one, two, three, four, five] = all;
  assert.ok(one && two && three && four && five);
  const inOrder = ['1', '2', '3', '4', '5'];
  assert.deepEqual(ids(withMessages([], all.toReversed())), inOrder);
  assert.deepEqual(ids(withMessage(withMessages([], [five, one, two, four]), three)), inOrder);
  assert.deepEqual(ids(withMessages(withMessages([], [two, three]), [one, three, five, four])), inOrder);
});

test('a message that was sent keeps its key while it gets its IDs and its place', () => {
  const local: TimelineItem = { key: 'local-1', message: message('m7', '~1', { pendingMessageID: 'm7' }) };
  const later = message('9', '0009');
  const pending = withMessage([local, { key: '9', message: later }], message('m7', '0005', { pendingMessageID: 'm7' }));
  assert.deepEqual(keys(pending), ['local-1', '9']);
  const confirmed = withMessage(pending, message('12', '0012', { pendingMessageID: 'm7' }));
  assert.deepEqual(
    [ids(confirmed), keys(confirmed)],
    [
      ['9', '12'],
      ['9', 'local-1'],
    ],
  );
  const edited = withMessage(confirmed, message('12', '0012', { pendingMessageID: 'm7', text: 'edited' }));
  assert.deepEqual([edited.length, edited[1]?.key, edited[1]?.message.text], [2, 'local-1', 'edited']);
});

test('what is replaced in place leaves the others the same objects', () => {
  const items = withMessages([], [message('1', '1'), message('2', '2'), message('3', '3')]);
  const after = withMessage(items, message('2', '2', { text: 'edited' }));
  assert.equal(after[0], items[0]);
  assert.equal(after[2], items[2]);
  assert.notEqual(after[1], items[1]);
});
