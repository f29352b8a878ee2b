/** Kysely over search threads: the same queries as everywhere, run where they hold up nobody. Threads start when they are needed. */

import { ApiError } from '@partyline/protocol';
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type SearchThread, startSearchThread } from './search-thread.ts';

export interface SearchTimes {
  /** How long one query may take, and how long it may wait for a thread. */
  readonly limitMs: number;
  /** A thread that has nothing to do ends after this time. */
  readonly idleMs: number;
}

export const searchTimes: SearchTimes = { limitMs: 10_000, idleMs: 60_000 };

/** One long search leaves room for the short ones of others. */
const threadsAtMost = 2;

/** Kysely gives SQLite one connection at a time, which writing needs and reading does not. */
class ReadersAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** @param views of seen-part.ts, for who sees a part. Whoever closes the pool closes it for all. */
export type SearchDialect = (views?: string) => Dialect;

export function searchDialects(path: string, times: SearchTimes): SearchDialect {
  const driverOf = createPool(path, times);
  return (views) => ({
    createAdapter: () => new ReadersAdapter(),
    createDriver: () => driverOf(views),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  });
}

function createPool(path: string, { limitMs, idleMs }: SearchTimes): (views: string | undefined) => Driver {
  /** With those that are ending: what they still do costs as much. */
  const threads = new Set<SearchThread>();
  const idle = new Map<SearchThread, NodeJS.Timeout>();
  const queue: (() => void)[] = [];
  const users = new WeakMap<DatabaseConnection, SearchThread>();

  const take = (): SearchThread | undefined => {
    for (const [thread, timer] of idle) {
      clearTimeout(timer);
      idle.delete(thread);
      if (!thread.isOver) return thread;
    }
    if (threads.size === threadsAtMost) return undefined;
    const thread = startSearchThread(path, limitMs, () => {
      threads.delete(thread);
      queue.shift()?.();
    });
    threads.add(thread);
    return thread;
  };

  const giveBack = (thread: SearchThread) => {
    if (thread.isOver) return;
    const timer = setTimeout(() => {
      idle.delete(thread);
      void thread.end();
    }, idleMs);
    idle.set(thread, timer.unref());
    queue.shift()?.();
  };

  return (views) => ({
    init: async () => {},
    async acquireConnection() {
      const deadline = performance.now() + limitMs;
      for (;;) {
        const thread = take();
        if (thread !== undefined) {
          const connection = connectionOf(thread, views);
          users.set(connection, thread);
          return connection;
        }
        await nextTurn(queue, deadline - performance.now());
      }
    },
    async releaseConnection(connection) {
      const thread = users.get(connection);
      if (thread !== undefined) giveBack(thread);
    },
    beginTransaction: readsOnly,
    commitTransaction: readsOnly,
    rollbackTransaction: readsOnly,
    async destroy() {
      const ends = [...threads].map((thread) => ({ thread, ended: thread.end() }));
      // Those with a query in hand are not waited for.
      await Promise.all(ends.filter(({ thread }) => idle.has(thread)).map(({ ended }) => ended));
      for (const timer of idle.values()) clearTimeout(timer);
    },
  });
}

/** @throws ApiError `UNAVAILABLE` when none comes in time */
function nextTurn(queue: (() => void)[], ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(
      () => {
        queue.splice(queue.indexOf(turn), 1);
        reject(new ApiError('UNAVAILABLE', 'Too many long searches are under way; try again in a moment.'));
      },
      Math.max(ms, 0),
    );
    queue.push(turn);
  });
}

function connectionOf(thread: SearchThread, views: string | undefined): DatabaseConnection {
  return {
    // The rows are what the query that was compiled says they are.
    executeQuery: async <R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => ({
      rows: [...(await thread.run(sql, parameters, views))] as R[],
    }),
    streamQuery() {
      throw new Error('A search gives all its rows at once');
    },
  };
}

async function readsOnly(): Promise<void> {
  throw new Error('A search only reads');
}
