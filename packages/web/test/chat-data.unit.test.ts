/** What the chat knows without a browser: how a message becomes the server's, what is kept, who is spoken of, and when later is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import { createChats } from '../src/data/chats.ts';
import { createIntents } from '../src/data/intents.ts';
import { createKept } from '../src/data/kept.ts';
import type { LiveEvent } from '../src/data/live.ts';
import { isShown, type TimelineItem, withAccepted } from '../src/data/message-order.ts';
import { readUnsent } from '../src/data/outgoing.ts';
import { laterTimes } from '../src/features/composer/later-times.ts';
import { matchingPeople, mentionedIn, typedName } from '../src/features/composer/mentions.ts';

const message = (id: string, sortKey: string, more: Partial<Message> = {}): Message => ({
  id,
  sortKey,
  chatID: 'c',
  accountID: 'a',
  senderID: 's',
  timestamp: '2026-01-01T00:00:00Z',
  ...more,
});

test('what the server took is one message, whether its event or its answer came first', () => {
  const local: TimelineItem = { key: 'local-1', message: message('local-1', '~1'), local: { kind: 'sending' } };
  const answered = withAccepted([local], 'local-1', 'm7');
  assert.deepEqual(answered, [{ key: 'local-1', message: message('m7', '~1', { pendingMessageID: 'm7' }) }]);
  const final = message('12', '0012', { pendingMessageID: 'm7' });
  const merged = withAccepted([{ key: '12', message: final }, local], 'local-1', 'm7');
  assert.deepEqual(merged, [{ key: 'local-1', message: final }]);
  assert.deepEqual(withAccepted([], 'local-1', 'm7'), []);
});

test('what was taken back before it was sent is no message; what was deleted is one', () => {
  const status = { status: 'FAIL_PERMANENT', timestamp: '2026-01-01T00:00:00Z', reason: 'cancelled' } as const;
  assert.equal(isShown(message('1', '1', { isDeleted: true, sendStatus: status })), false);
  assert.equal(isShown(message('1', '1', { sendStatus: status })), true);
  assert.equal(isShown(message('1', '1', { isDeleted: true })), true);
});

test('what is kept outlives the page, and what is no such value goes', () => {
  const stored = new Map<string, string>([
    ['partyline.unsent.bad', '{"half":'],
    ['other', 'stays'],
  ]);
  const shelf = {
    get length() {
      return stored.size;
    },
    key: (index: number) => [...stored.keys()][index] ?? null,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const unsent = { chatID: 'c', what: { text: 'Hello' }, idempotencyKey: 'k', at: 5, shown: undefined };
  createKept(shelf, 'unsent', readUnsent).set('one', unsent);
  const again = createKept(shelf, 'unsent', readUnsent);
  assert.deepEqual([again.keys(), again.get('one')], [['one'], unsent]);
  assert.deepEqual([...stored.keys()].toSorted(), ['other', 'partyline.unsent.one']);
  again.delete('one');
  assert.deepEqual([...stored.keys()], ['other']);
  // Without a shelf, and with one that is full, it works as long as the page.
  const full = { ...shelf, setItem: () => assert.fail('full') };
  for (const place of [undefined, full]) {
    const kept = createKept(place, 'unsent', readUnsent);
    kept.set('two', unsent);
    assert.equal(kept.get('two'), unsent);
  }
});

test('a reply goes with the message it answers, an edit stays with what was typed', () => {
  const intents = createIntents();
  const { get } = intents.at('c');
  const gone = (chatID: string): LiveEvent => ({
    type: 'message.deleted',
    chatID,
    ids: ['7'],
    seq: 1,
    ts: '',
    cursor: 'x',
  });
  intents.set('c', { kind: 'reply', message: message('12', '12') });
  intents.take(gone('c'));
  assert.equal(get()?.message.id, '12');
  intents.set('c', { kind: 'reply', message: message('7', '7') });
  intents.take(gone('other'));
  assert.equal(get()?.message.id, '7');
  intents.take(gone('c'));
  assert.equal(get(), undefined);
  intents.set('c', { kind: 'edit', message: message('7', '7'), text: 'half' });
  intents.take(gone('c'));
  assert.equal(get()?.text, 'half');
  intents.forget();
  assert.equal(get(), undefined);
});

test('names behind an @ are found while they are typed and when they are sent', () => {
  const people = [
    { id: '1', name: 'Ann' },
    { id: '2', name: 'Anna Bee' },
    { id: '3', name: 'Zoë' },
  ];
  assert.deepEqual(typedName('Hello @an', 9), { from: 6, name: 'an' });
  assert.deepEqual(typedName('mail@an', 7), undefined);
  assert.deepEqual(typedName('@', 1), { from: 0, name: '' });
  const ids = (name: string) => matchingPeople(people, name).map(({ id }) => id);
  assert.deepEqual([ids('an'), ids('bee'), ids('x')], [['1', '2'], ['2'], []]);
  assert.deepEqual(mentionedIn('@anna bee and @ZOË, not @annabel', people), ['2', '3']);
  // One whose name begins another's is meant only where it stands alone, wherever that is.
  const more = [...people, { id: '4', name: 'Anna' }];
  assert.deepEqual(mentionedIn('@Anna Bee', more), ['2']);
  assert.deepEqual(mentionedIn('@annabel, @Anna Bee, and @anna.', more), ['2', '4']);
  assert.deepEqual(mentionedIn('@Anna', []), []);
});

test('later is always to come, and no two of its times are the same', () => {
  for (const day of [1, 2, 3, 4, 5, 6, 7]) {
    for (const hour of [0, 8, 19, 23]) {
      const now = new Date(2026, 5, day, hour, 30);
      const times = laterTimes(now).map(([, at]) => at.getTime());
      assert.ok(times.every((at) => at > now.getTime()));
      assert.equal(new Set(times).size, times.length, now.toString());
    }
  }
});

test('a chat that many rows miss is fetched once', async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (request) => {
    asked.push(String(request));
    return Response.json({ id: 'c', title: 'Lobby' });
  };
  const chats = createChats(new Partyline({ baseURL: 'http://localhost', accessToken: null, fetch }));
  const [one, other] = await Promise.all([chats.load('c'), chats.load('c')]);
  assert.equal(one, other);
  assert.equal(asked.length, 1);
  await chats.load('c');
  assert.equal(asked.length, 2);
});
