/** The data file: opened once, read from one connection and written through the one writer. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from './migrate.ts';
import { type SearchTimes, searchDialects, searchTimes } from './search-pool.ts';
import { openSeenPart, type SeenPart, viewsOf } from './seen-part.ts';
import { openSqlite } from './sqlite-database.ts';
import type { Tables } from './tables.ts';
import { createWriter, type Job, type Writer } from './writer.ts';

export interface Store {
  /** Sees everything committed; never waits for a write. */
  readonly read: Kysely<Tables>;
  /** As `read`, in threads of their own: for queries that may take longer than others can wait. About 0.1 ms slower. See search-thread.ts for its limits. */
  readonly search: Kysely<Tables>;
  /** See {@link Writer.write}. */
  write<T>(job: Job<T>): Promise<T>;
  /** Calls back after each commit. */
  onCommit(listener: () => void): void;
  /** Waits for accepted writes, then closes. */
  close(): Promise<void>;
}

export interface WholeStore extends Store {
  /** The same data as somebody sees it who sees a part; closing it closes only what is its own. Writing is not narrowed, nor what is told of commits. */
  seenBy(part: SeenPart): Store;
}

export const databaseFile = 'partyline.db';

export const holdsDatabase = (dataDir: string): boolean => existsSync(join(dataDir, databaseFile));

/** The single owner of an embedded database; the owners table holds it from the first migration on. */
export const soleOwner = 'owner';

/** Opens or makes the database in a folder that exists, and brings it to the newest version. */
export async function openStore(dataDir: string, times: SearchTimes = searchTimes): Promise<WholeStore> {
  const path = join(dataDir, databaseFile);
  const writing = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: openSqlite(path, { readOnly: false }) }),
  });
  await migrate(writing);
  const read = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqlite(path, { readOnly: true }) }) });
  const searches = searchDialects(path, times);
  const search = new Kysely<Tables>({ dialect: searches() });
  const parts = new Set<Kysely<Tables>>();
  const listeners: (() => void)[] = [];
  const writer: Writer = createWriter(writing, () => {
    for (const listener of listeners) listener();
  });
  return {
    read,
    search,
    write: (job) => writer.write(job),
    onCommit: (listener) => void listeners.push(listener),
    seenBy(part) {
      const views = viewsOf(part);
      const seen = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSeenPart(path, views) }) });
      parts.add(seen);
      return {
        read: seen,
        search: new Kysely<Tables>({ dialect: searches(views) }),
        write: (job) => writer.write(job),
        onCommit: (listener) => void listeners.push(listener),
        async close() {
          parts.delete(seen);
          await seen.destroy();
        },
      };
    },
    async close() {
      await Promise.all([...parts].map((part) => part.destroy()));
      await writer.idle();
      await search.destroy();
      await read.destroy();
      await writing.destroy();
    },
  };
}
