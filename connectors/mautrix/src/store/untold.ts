/**
 * What the bridge was told is stored, and the server has not been told yet. It is written in the transaction that stores the thing itself, and
 * deleted after the server's commit: a crash in between tells it twice, which the server knows by the IDs (design contract 1).
 */

import { type Fields, fields, integer } from '@partyline/matrix-content';
import { parsed } from './json.ts';
import type { Database } from './store.ts';

export interface Untold {
  readonly seq: number;
  readonly kind: 'event' | 'history' | 'room' | 'member' | 'read' | 'removed' | 'settled';
  readonly room: string;
  /** Event ID, or Matrix user ID. */
  readonly subject: string;
  readonly told: Fields;
}

export interface UntoldList {
  add(login: string | undefined, item: Omit<Untold, 'seq'>): void;
  /** The oldest of a login behind a place. What is given out is not replaced by anything added later. */
  next(login: string, after: number, limit: number): Untold[];
  done(login: string, upTo: number): void;
  /** The places between which something of a login is to be told; undefined when there is nothing. */
  range(login: string): { readonly oldest: number; readonly newest: number } | undefined;
}

/** These say what is so now, so one that waits need not wait twice. */
const summaries: ReadonlySet<Untold['kind']> = new Set(['room', 'member']);

export function openUntold(db: Database, added: () => void): UntoldList {
  /** Up to here, by login, things have been given out and may be on their way. */
  const given = new Map<string, number>();
  return {
    add(login = '', { kind, room, subject, told }) {
      if (summaries.has(kind)) {
        const sql =
          'SELECT 1 FROM untold WHERE login = ? AND kind = ? AND room = ? AND subject = ? AND seq > ? LIMIT 1';
        if (db.get(sql, login, kind, room, subject, Math.max(0, ...given.values())) !== undefined) return;
      }
      const sql = 'INSERT INTO untold (login, kind, room, subject, told) VALUES (?, ?, ?, ?, ?)';
      db.run(sql, login, kind, room, subject, JSON.stringify(told));
      added();
    },
    next(login, after, limit) {
      const rows = db.all(
        "SELECT * FROM untold WHERE login IN (?, '') AND seq > ? ORDER BY seq LIMIT ?",
        login,
        after,
        limit,
      );
      const items = rows.map(
        (row): Untold => ({
          seq: Number(row['seq']),
          kind: kindOf(row['kind']),
          room: String(row['room']),
          subject: String(row['subject']),
          told: fields(parsed(row['told'])),
        }),
      );
      const last = items.at(-1);
      if (last !== undefined) given.set(login, last.seq);
      return items;
    },
    done: (login, upTo) => db.run("DELETE FROM untold WHERE login IN (?, '') AND seq <= ?", login, upTo),
    range(login) {
      const row = db.get("SELECT MIN(seq) AS oldest, MAX(seq) AS newest FROM untold WHERE login IN (?, '')", login);
      const oldest = integer(row?.['oldest']);
      const newest = integer(row?.['newest']);
      return oldest === undefined || newest === undefined ? undefined : { oldest, newest };
    },
  };
}

const kinds: readonly Untold['kind'][] = ['event', 'history', 'room', 'member', 'read', 'removed', 'settled'];

function kindOf(value: unknown): Untold['kind'] {
  const kind = kinds.find((candidate) => candidate === value);
  if (kind === undefined) throw new Error(`host.db holds a "${String(value)}", which this version does not know`);
  return kind;
}
