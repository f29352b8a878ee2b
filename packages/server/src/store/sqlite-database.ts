/** `node:sqlite` in the shape that Kysely's SQLite dialect expects. Statements are prepared once and kept. */

import { chmodSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const keptStatements = 256;

export interface OpenOptions {
  readonly readOnly: boolean;
  readonly cacheKiB?: number;
}

export interface OpenedSqlite extends SqliteDatabase {
  /** Runs statements that are not kept. */
  exec(sql: string): void;
}

/** WAL with `synchronous=FULL`: a commit that returned is on the disk. */
export function openSqlite(path: string, { readOnly, cacheKiB = 8_192 }: OpenOptions): OpenedSqlite {
  const database = new DatabaseSync(path, { readOnly });
  if (!readOnly) {
    // The write-ahead log takes the mode of the database file.
    chmodSync(path, 0o600);
    database.exec('pragma journal_mode = wal');
  }
  database.exec(
    `pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; pragma cache_size = -${cacheKiB}`,
  );
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const kept = statements.get(sql);
      if (kept !== undefined) return kept;
      const statement = adapt(database.prepare(sql));
      if (statements.size >= keptStatements) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(inputValue)),
    run: (parameters) => statement.run(...parameters.map(inputValue)),
    iterate: (parameters) => statement.iterate(...parameters.map(inputValue)),
  };
}

function inputValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A ${typeof value} cannot be stored`);
}
