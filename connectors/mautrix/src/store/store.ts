/**
 * The connector's own database: what the bridge believes its homeserver holds. It must agree with the bridge's own database beside it, so the two
 * are kept, backed up and reset together.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  all(sql: string, ...values: readonly SQLInputValue[]): Row[];
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  run(sql: string, ...values: readonly SQLInputValue[]): void;
  /** All or nothing, and on the disk when it returns. Within another one it is part of that. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Raised with every change of the tables below. */
const schemaVersion = 1;

const schema = `
  CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE profiles (mxid TEXT PRIMARY KEY, fields TEXT NOT NULL) STRICT;
  -- login and portal are the network's own: the receiver and the channel ID of the room's m.bridge event.
  CREATE TABLE rooms (
    id TEXT PRIMARY KEY, local_id TEXT, creator TEXT NOT NULL, kind TEXT NOT NULL, login TEXT, portal TEXT, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX rooms_portal ON rooms (login, portal);
  CREATE TABLE state (
    room TEXT NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL,
    event_id TEXT NOT NULL, sender TEXT NOT NULL, ts INTEGER NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (room, type, key)
  ) STRICT, WITHOUT ROWID;
  -- Whose profile changes is looked for in all rooms.
  CREATE INDEX state_member ON state (key) WHERE type = 'm.room.member';
  -- pos orders the events of a room and grows in both directions: older history goes below.
  CREATE TABLE events (
    id TEXT PRIMARY KEY, room TEXT NOT NULL, pos INTEGER NOT NULL, sender TEXT NOT NULL, type TEXT NOT NULL, ts INTEGER NOT NULL,
    content TEXT NOT NULL, transaction_id TEXT, relates_to TEXT, redacted INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX events_pos ON events (room, pos);
  CREATE INDEX events_relates_to ON events (relates_to) WHERE relates_to IS NOT NULL;
  CREATE TABLE transactions (name TEXT PRIMARY KEY, event_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE INDEX transactions_at ON transactions (at);
  CREATE TABLE account_data (
    user TEXT NOT NULL, room TEXT NOT NULL, type TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (user, room, type)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE media (
    id TEXT PRIMARY KEY, mime_type TEXT, file_name TEXT, size INTEGER, path TEXT, created_at INTEGER NOT NULL
  ) STRICT;
  -- What is still to be told to the server, in order. login '' is for whichever login comes first.
  CREATE TABLE untold (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT NOT NULL, kind TEXT NOT NULL, room TEXT NOT NULL, subject TEXT NOT NULL, told TEXT NOT NULL
  ) STRICT;
  CREATE INDEX untold_login ON untold (login, seq);
`;

/** @throws Error when the folder or the database cannot be used */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'host.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON');
  const version = db.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version === 0) db.exec(`BEGIN; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`);
  else if (version !== schemaVersion) {
    db.close();
    throw new Error(`${path} was written by another version of Partyline. Install that version again.`);
  }
  return wrap(db);
}

function wrap(db: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  let depth = 0;
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  return {
    all: (sql, ...values) => prepared(sql).all(...values),
    get: (sql, ...values) => prepared(sql).get(...values),
    run: (sql, ...values) => void prepared(sql).run(...values),
    transaction(work) {
      if (depth > 0) return work();
      db.exec('BEGIN IMMEDIATE');
      depth++;
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      } finally {
        depth--;
      }
    },
    close: () => db.close(),
  };
}
