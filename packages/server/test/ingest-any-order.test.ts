/** Design contract 9: whatever the order, the batches and the repetitions, the end is the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkEvent, Sender } from '@partyline/connector';
import fc from 'fast-check';
import { message, myself, openTestInbox, type SeenChat } from './support/inbox.ts';

const runs = 25;
const people: readonly Sender[] = [
  { id: 'ann', name: 'Ann', isSelf: false },
  { id: 'bob', name: 'Bob', isSelf: false },
  myself,
];
const rooms = ['room', 'other'];
const accounts = ['home', 'work'];

/** What is said where, of which message. No two messages have the same time. */
const place = fc.record({
  account: fc.constantFrom(...accounts),
  chat: fc.constantFrom(...rooms),
  number: fc.integer({ min: 1, max: 6 }),
});
const person = fc.constantFrom(...people);
const time = fc.integer({ min: 0, max: 7 }).map((second) => second * 1_000 + 500);

const event: fc.Arbitrary<NetworkEvent> = fc.oneof(
  { weight: 4, arbitrary: place.map(messageAt) },
  {
    weight: 1,
    arbitrary: fc.tuple(place, time, fc.option(fc.constant(['me']), { nil: undefined })).map(
      ([at, timestamp, mentions]): NetworkEvent => ({
        kind: 'edit',
        id: `edit-${timestamp}`,
        ...of(at),
        timestamp,
        text: `edited at ${timestamp}`,
        ...(mentions !== undefined && { mentions }),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(place, time)
      .map(([at, timestamp]): NetworkEvent => ({ kind: 'removal', ...of(at), timestamp })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, person, fc.constantFrom('👍', 'party'), fc.boolean(), time).map(
      ([at, sender, key, removed, timestamp]): NetworkEvent => ({
        kind: 'reaction',
        ...of(at),
        sender,
        key,
        removed,
        timestamp,
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, person, time, fc.boolean()).map(([at, reader, timestamp, whole]): NetworkEvent => {
      const { messageID, ...where } = of(at);
      return { kind: 'read', ...where, reader, timestamp, ...(!whole && { messageID }) };
    }),
  },
);

interface Place {
  readonly account: string;
  readonly chat: string;
  readonly number: number;
}

const of = ({ account, chat, number }: Place) => ({ account, chatID: chat, messageID: `${account}/${chat}/${number}` });

/** The same message whenever it comes. */
function messageAt(at: Place): NetworkEvent {
  const sender = people[at.number % people.length] ?? myself;
  const timestamp = at.number * 1_000 + rooms.indexOf(at.chat) * 10 + accounts.indexOf(at.account);
  return message(of(at).messageID, timestamp, {
    account: at.account,
    chat: { id: at.chat, type: 'group', title: at.chat },
    sender,
    ...(at.number === 4 && { mentions: ['me'] }),
    ...(at.number < 3 && { history: true }),
    ...(at.number === 5 && { replyTo: of({ ...at, number: 2 }).messageID }),
  });
}

async function endOf(batches: readonly (readonly NetworkEvent[])[]): Promise<SeenChat[]> {
  await using cleanUp = new AsyncDisposableStack();
  const inbox = await openTestInbox({ after: (work) => cleanUp.defer(async () => void (await work())) });
  for (const batch of batches) await inbox.ingest(...batch);
  return await inbox.seen();
}

test('the order of events, how they are batched and that they come twice makes no difference', async () => {
  const delivery = fc.array(event, { minLength: 1, maxLength: 40 }).chain((events) =>
    fc.record({
      events: fc.constant(events),
      shuffled: fc
        .subarray(events)
        .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length })),
      size: fc.integer({ min: 1, max: 12 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(delivery, async ({ events, shuffled, size }) => {
      const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
        shuffled.slice(index * size, (index + 1) * size),
      );
      assert.deepEqual(await endOf(batches), await endOf([events]));
    }),
    { numRuns: runs },
  );
});
