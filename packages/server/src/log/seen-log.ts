/** The event log for who sees a part: what is not seen is not there, and moves no position. */

import { ApiError } from '@partyline/protocol';
import type { Store } from '../store/store.ts';
import { type EventLog, gone, readEvents } from './log-reader.ts';

export interface SeenLog extends EventLog {
  /** Listens to the whole log no more. */
  close(): void;
}

export function seenLog(log: EventLog, store: Store): SeenLog {
  const listeners = new Set<(head: number) => void>();
  /** It begins where the whole log is, and goes on with what is seen. */
  let head = log.head();
  let looked = head;
  let looking: Promise<void> | undefined;

  const look = async () => {
    while (looked < log.head()) {
      const upTo = log.head();
      const newest = await store.read
        .selectFrom('events')
        .select('seq')
        .where('seq', '>', looked)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      looked = Math.max(upTo, newest?.seq ?? 0);
      if (newest === undefined) continue;
      head = newest.seq;
      for (const listener of listeners) listener(head);
    }
  };
  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const goneHere = () => gone(log.cursorOf(log.start()), log.cursorOf(Math.max(head, log.start())));
  // A look that fails, as when the store closes, is made up for after the next commit.
  const unfollow = log.follow(() => void lookOnce().catch(() => undefined));

  return {
    head: () => head,
    start: log.start,
    cursorOf: log.cursorOf,
    read: (owner, after, limit) => readEvents(store.read, owner, after, limit),
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async positionOf(cursor) {
      const position = await log.positionOf(cursor).catch((error: unknown) => {
        throw error instanceof ApiError && error.code === 'CURSOR_GONE' ? goneHere() : error;
      });
      if (position > head) await lookOnce();
      // Or one could find out how far the whole log is.
      if (position > head) throw goneHere();
      return position;
    },
    prune: log.prune,
    close: unfollow,
  };
}
