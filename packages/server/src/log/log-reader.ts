/** The event log as readers see it: pages from a cursor, the newest position, and a call after each commit that added to it. */

import { ApiError, invalidValue } from '@partyline/protocol';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { LogEvent } from './event-log.ts';

export type StoredEvent = LogEvent & {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

export interface EventLog {
  /** The newest sequence number that is committed; 0 while the log is empty. */
  head(): number;
  /** Everything up to here was forgotten. */
  start(): number;
  /** Events of an owner after a position, oldest first. Positions of other owners' events are passed over. */
  read(owner: string, after: number, limit: number): Promise<StoredEvent[]>;
  /** Calls back after each commit that added events, with the new head. @returns how to stop it */
  follow(listener: (head: number) => void): () => void;
  /** An opaque cursor of a position: everything up to it was seen. */
  cursorOf(seq: number): string;
  /** @throws ApiError `CURSOR_GONE` with the oldest cursor there is; `VALIDATION_ERROR` for what is no cursor */
  positionOf(cursor: string): Promise<number>;
  /** Forgets events from before that time. Their cursors are refused afterwards. @returns how many */
  prune(before: number): Promise<number>;
}

/** Events that are forgotten in one transaction: nobody's writes wait for more. */
const rowsPerPrune = 1_000;

export async function openEventLog(store: Store): Promise<EventLog> {
  const listeners = new Set<(head: number) => void>();
  const meta = async (key: string) =>
    (await store.read.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value;
  const newest = async () =>
    (await store.read.selectFrom('events').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.seq;
  const logID = (await meta('log_id')) ?? '';
  /** Everything up to here was pruned. */
  let start = Number((await meta('log_start')) ?? 0);
  let head = (await newest()) ?? start;
  let isLooking = false;
  let again = false;

  const look = async () => {
    try {
      while (again) {
        again = false;
        const seq = (await newest()) ?? head;
        if (seq <= head) continue;
        head = seq;
        for (const listener of listeners) listener(head);
      }
    } finally {
      // In the same turn as the last question: a commit after it looks for itself.
      isLooking = false;
    }
  };
  store.onCommit(() => {
    again = true;
    if (isLooking) return;
    isLooking = true;
    // A look that fails, as when the store closes, is made up for after the next commit.
    look().catch(() => undefined);
  });

  const cursorOf = (seq: number) => `${logID}.${seq}`;

  const forget = async (through: number) => {
    const kept = start;
    // Before they are gone: whoever reads meanwhile, and misses them, must find the cursor refused.
    start = through;
    try {
      await store.write(async (tx) => {
        const row = { key: 'log_start', value: String(through) };
        await tx
          .insertInto('meta')
          .values(row)
          .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
          .execute();
        await tx.deleteFrom('events').where('seq', '<=', through).execute();
      });
    } catch (error) {
      start = kept;
      throw error;
    }
    head = Math.max(head, start);
  };

  return {
    head: () => head,
    start: () => start,
    cursorOf,
    read: (owner, after, limit) => readEvents(store.read, owner, after, limit),
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async positionOf(cursor) {
      const [, id, digits] = /^([0-9a-f]+)\.(\d{1,15})$/.exec(cursor) ?? [];
      if (id === undefined || digits === undefined) {
        throw invalidValue(['query', 'since'], 'This is not a cursor of the event log. Start without one.');
      }
      const seq = Number(digits);
      if (id !== logID || seq < start || seq > head) throw gone(cursorOf(start), cursorOf(head));
      return seq;
    },
    async prune(before) {
      for (let count = 0; ; ) {
        const oldest = await store.read
          .selectFrom('events')
          .select(['seq', 'at'])
          .orderBy('seq')
          .limit(rowsPerPrune)
          .execute();
        const old = oldest.findIndex(({ at }) => at >= before);
        const last = oldest.at(old === -1 ? -1 : old - 1);
        if (old === 0 || last === undefined) return count;
        await forget(last.seq);
        count += old === -1 ? oldest.length : old;
        if (old !== -1) return count;
      }
    },
  };
}

export async function readEvents(db: Transaction, owner: string, after: number, limit: number): Promise<StoredEvent[]> {
  const rows = await db
    .selectFrom('events')
    .select(['seq', 'type', 'subject', 'payload', 'at'])
    .where('owner_id', '=', owner)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(storedEvent);
}

export function gone(oldestCursor: string, newestCursor: string): ApiError {
  return new ApiError(
    'CURSOR_GONE',
    'The log no longer reaches back to this cursor. Read chats and messages anew, then go on from newestCursor.',
    { details: { oldestCursor, newestCursor } },
  );
}

export interface EventRow {
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
  readonly payload: string | null;
  readonly at: number;
}

/** @param row as `append` wrote it, here or where it was copied to */
export function storedEvent(row: EventRow): StoredEvent {
  const { seq, at, subject } = row;
  // Only event-log.ts writes the table.
  const type = row.type as LogEvent['type'];
  switch (type) {
    case 'account.upserted':
      return { seq, at, type, account: JSON.parse(row.payload ?? '{}') };
    case 'account.deleted':
      return { seq, at, type, accountID: subject };
    case 'message.upserted':
    case 'message.deleted':
    case 'approval.upserted':
      return { seq, at, type, chatID: subject, ids: JSON.parse(row.payload ?? '[]') };
    case 'chat.deleted':
      return { seq, at, type, chatID: subject, accountID: row.payload ?? '' };
    default:
      return { seq, at, type, chatID: subject };
  }
}
