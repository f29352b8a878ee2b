import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clock, createReminders } from '../src/inbox/reminders.ts';
import { openStore, type Store, soleOwner } from '../src/store/store.ts';
import { eventually } from './support/eventually.ts';
import { type Scope, temporaryFolder } from './support/server.ts';

/** Time that stands still until it is told to go on. */
class Hand implements Clock {
  #now = 1_000_000;
  /** Longest pause that was asked for. */
  longest = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly act: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): () => void {
    this.longest = Math.max(this.longest, ms);
    const waiting = { at: this.#now + ms, act };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  get timers(): number {
    return this.#waiting.size;
  }

  move(ms: number): void {
    this.#now += ms;
    for (const waiting of this.#waiting) {
      if (waiting.at > this.#now) continue;
      this.#waiting.delete(waiting);
      waiting.act();
    }
  }
}

async function begin(scope: Scope, chats: number) {
  const store = await openStore(temporaryFolder(scope));
  const clock = new Hand();
  const failures: unknown[] = [];
  const reminders = createReminders(store, (error) => failures.push(error), clock);
  await store.write(async (tx) => {
    for (let id = 1; id <= chats; id++) {
      const names = { public_id: `!${id}`, remote_id: String(id), type: 'group', title: 'x' };
      await tx
        .insertInto('chats')
        .values({ owner_id: soleOwner, account_id: 'a', ...names, activity: 1, created_at: 1 })
        .execute();
    }
  });
  scope.after(async () => {
    await reminders.stop();
    await store.close();
  });
  return { store, clock, reminders, failures };
}

const due = async (store: Store) =>
  (
    await store.read.selectFrom('events').select('subject').where('type', '=', 'reminder.due').orderBy('seq').execute()
  ).map(({ subject }) => subject);
const settled = (store: Store, count: number) =>
  eventually(
    () => due(store),
    (all) => all.length === count,
  );
const set = (reminders: ReturnType<typeof createReminders>, chat: number, at: number) =>
  reminders.set(soleOwner, `!${chat}`, { at, untilReply: false });
const timer = (clock: Hand) =>
  eventually(
    () => clock.timers,
    (count) => count === 1,
  );

test('reminders are due in their order, not before their time, with one timer', async (t) => {
  const { store, clock, reminders } = await begin(t, 3);
  reminders.start();
  await set(reminders, 2, clock.now() + 200);
  await set(reminders, 1, clock.now() + 100);
  await set(reminders, 3, clock.now() + 200);
  await timer(clock);
  clock.move(99);
  assert.deepEqual(await due(store), []);
  clock.move(1);
  assert.deepEqual(await settled(store, 1), ['!1']);
  await timer(clock);
  clock.move(100);
  assert.deepEqual((await settled(store, 3)).toSorted(), ['!1', '!2', '!3']);
  await eventually(
    () => clock.timers,
    (count) => count === 0,
  );
});

test('one that is set for earlier does not wait for a later one', async (t) => {
  const { store, clock, reminders } = await begin(t, 2);
  reminders.start();
  await set(reminders, 1, clock.now() + 20_000);
  await timer(clock);
  await set(reminders, 2, clock.now() + 10);
  await eventually(
    () => {
      clock.move(10);
      return due(store);
    },
    (all) => all.length === 1,
  );
  assert.deepEqual(await due(store), ['!2']);
});

test('one that is years away is waited for in pieces that a timer can hold', async (t) => {
  const { store, clock, reminders } = await begin(t, 1);
  reminders.start();
  await set(reminders, 1, clock.now() + 400 * 24 * 3_600_000);
  await timer(clock);
  assert.ok(clock.longest < 2 ** 31);
  // As when the machine was asleep.
  clock.move(400 * 24 * 3_600_000);
  assert.deepEqual(await settled(store, 1), ['!1']);
});

test('many that are due at once are all due', async (t) => {
  const { store, clock, reminders } = await begin(t, 250);
  for (let chat = 1; chat <= 250; chat++) await set(reminders, chat, clock.now() - chat);
  assert.deepEqual(await due(store), [], 'nothing happens before the start');
  reminders.start();
  await settled(store, 250);
});

test('one that could not be stored is tried again', async (t) => {
  const { store, clock, reminders, failures } = await begin(t, 1);
  await set(reminders, 1, clock.now() + 10);
  await store.write(async (tx) => void (await tx.schema.alterTable('events').renameTo('hidden').execute()));
  reminders.start();
  await timer(clock);
  clock.move(10);
  await eventually(
    () => failures.length,
    (count) => count === 1,
  );
  await store.write(async (tx) => void (await tx.schema.alterTable('hidden').renameTo('events').execute()));
  await timer(clock);
  clock.move(60_000);
  assert.deepEqual(await settled(store, 1), ['!1']);
});

test('after the stop nothing more is due', async (t) => {
  const { store, clock, reminders } = await begin(t, 1);
  reminders.start();
  await set(reminders, 1, clock.now() + 10);
  await timer(clock);
  await reminders.stop();
  clock.move(60_000);
  assert.equal(clock.timers, 0);
  assert.deepEqual(await due(store), []);
});
