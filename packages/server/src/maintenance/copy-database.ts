/** A copy of the database as it is at one moment, while a server writes to it. */

import { closeSync, fsyncSync, openSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { damageOf, isDamage } from './database-facts.ts';
import { MaintenanceRefusal } from './refusal.ts';

export interface Snapshot<T> {
  readonly bytes: number;
  /**
   * Copies page by page, so that row numbers stay: the search index relies on them, and `VACUUM INTO` would not keep them. The copy is one
   * file, mode 0600, without a write-ahead log beside it.
   */
  copyTo(path: string, onProgress: (done: number) => void): Promise<T>;
  close(): void;
}

/** Pages a step: 4 MB, so that progress is told often and the copy can be given up. */
const pagesPerStep = 1_024;

/**
 * Holds on to what is committed now. In the write-ahead log's mode such a reader keeps no writer waiting; the log grows by what is written meanwhile.
 * Without it the copy would begin anew after each commit of the server (sqlite.org/backup.html), and never end under load.
 *
 * @param factsOf what is to be told of the copy
 */
export function takeSnapshot<T>(path: string, factsOf: (copy: DatabaseSync) => T): Snapshot<T> {
  const source = openPinned(path);
  const pageSize = number(source, 'page_size');
  return {
    bytes: number(source, 'page_count') * pageSize,
    async copyTo(target, onProgress) {
      closeSync(openSync(target, 'wx', 0o600));
      await backup(source, target, {
        rate: pagesPerStep,
        progress: ({ totalPages, remainingPages }) => onProgress((totalPages - remainingPages) * pageSize),
      });
      const facts = settle(target, path, factsOf);
      const file = openSync(target, 'r');
      fsyncSync(file);
      closeSync(file);
      return facts;
    },
    close: () => source.close(),
  };
}

function openPinned(path: string): DatabaseSync {
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    source.exec('begin; select 1 from sqlite_schema');
    return source;
  } catch (error) {
    source.close();
    throw isDamage(error) ? damaged(path, error.message) : error;
  }
}

function settle<T>(path: string, original: string, factsOf: (copy: DatabaseSync) => T): T {
  const copy = new DatabaseSync(path);
  try {
    // The copy says that it has a write-ahead log, as the original does; a reader would need to make one.
    copy.exec('pragma journal_mode = delete');
    const [damage] = damageOf(copy, { quick: false });
    if (damage !== undefined) throw damaged(original, damage);
    return factsOf(copy);
  } finally {
    copy.close();
  }
}

const damaged = (path: string, damage: string) =>
  new MaintenanceRefusal(
    'database_damaged',
    `${path} is damaged (${damage}), so no backup was made of it. Keep the backups there are, and put the newest back with \`partyline restore\`.`,
  );

function number(database: DatabaseSync, pragma: 'page_size' | 'page_count'): number {
  return Number(database.prepare(`pragma ${pragma}`).get()?.[pragma]);
}
