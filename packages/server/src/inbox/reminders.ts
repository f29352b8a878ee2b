/** Reminders of chats (contract 3.4). Their times are in the chats' rows, so they outlast the process: what came due meanwhile is due at once. */

import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { needChat } from './chat-rows.ts';
import { changeVisibly } from './chats/change.ts';

export interface Reminders {
  /** In place of one that is there. @throws ApiError `NOT_FOUND` */
  set(owner: string, chatID: string, reminder: Reminder): Promise<void>;
  /** None is no error. @throws ApiError `NOT_FOUND` */
  clear(owner: string, chatID: string): Promise<void>;
  now(): number;
  start(): void;
  stop(): Promise<void>;
}

export interface Reminder {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The next message of somebody else clears it. */
  readonly untilReply: boolean;
}

export interface Clock {
  now(): number;
  /** @returns how to call it off */
  after(ms: number, act: () => void): () => void;
}

const realClock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** A machine that slept, or whose clock was set, notices within this time; it is also within what a timer can hold. */
const longestPauseMs = 30_000;
/** After a write that failed. */
const againMs = 5_000;
const chatsPerTurn = 100;

/** @param failed told why due reminders could not be stored; they are tried again */
export function createReminders(store: Store, failed: (error: unknown) => void, clock: Clock = realClock): Reminders {
  let running = false;
  let callOff = () => {};
  let turn: Promise<void> = Promise.resolve();

  const wake = () => {
    turn = turn.then(async () => {
      callOff();
      if (!running) return;
      const pauseMs = await fireDue().catch((error: unknown) => {
        failed(error);
        return againMs;
      });
      if (pauseMs !== undefined && running) callOff = clock.after(pauseMs, wake);
    });
  };

  /** @returns how long to wait for the next one; undefined while there is none */
  const fireDue = async (): Promise<number | undefined> => {
    while (running) {
      const next = await nextReminder(store);
      if (next === undefined) return undefined;
      const pauseMs = next - clock.now();
      if (pauseMs > 0) return Math.min(pauseMs, longestPauseMs);
      await store.write((tx) => fire(tx, clock.now()));
    }
    return undefined;
  };

  return {
    async set(owner, chatID, { at, untilReply }) {
      await store.write(async (tx) => {
        const chat = await needChat(tx, owner, chatID);
        await changeVisibly(tx, owner, chat, { reminder_at: at, reminder_until_reply: untilReply ? 1 : 0 });
      });
      wake();
    },
    async clear(owner, chatID) {
      await store.write(async (tx) => {
        const chat = await needChat(tx, owner, chatID);
        await changeVisibly(tx, owner, chat, noReminder);
      });
    },
    now: () => clock.now(),
    start() {
      running = true;
      wake();
    },
    async stop() {
      running = false;
      callOff();
      await turn;
    },
  };
}

const noReminder = { reminder_at: null, reminder_until_reply: 0 };

async function nextReminder({ read }: Store): Promise<number | undefined> {
  const row = await read
    .selectFrom('chats')
    .select('reminder_at')
    .where('reminder_at', 'is not', null)
    .where('owner_id', 'is not', null)
    .orderBy('reminder_at')
    .limit(1)
    .executeTakeFirst();
  return row?.reminder_at ?? undefined;
}

/** The chat is brought back to the person's eyes: unread, and not in the archive. */
async function fire(tx: Transaction, now: number): Promise<void> {
  const due = await tx
    .selectFrom('chats')
    .selectAll()
    .where('reminder_at', '<=', now)
    .where('owner_id', 'is not', null)
    .orderBy('reminder_at')
    .limit(chatsPerTurn)
    .execute();
  for (const chat of due) {
    if (chat.owner_id === null) continue;
    const brought = { ...noReminder, marked_unread: 1, archived: 0 };
    await changeVisibly(tx, chat.owner_id, chat, brought, ['reminder.due']);
  }
}
