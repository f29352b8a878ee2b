/**
 * Whether a bridge's own database and its host's belong together. A bridge remembers the room of each chat for ever, and goes on using it: a room that
 * the host does not have is a chat that stays silent. The other way round does no harm: a room that the bridge has not heard of is found again by its chat.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bridgeDatabase, hostDatabase } from './kept-bridges.ts';

export interface Agreement {
  /** Rooms that the bridge knows. */
  readonly rooms: number;
  /** Those of them that its host does not have. */
  readonly strange: number;
}

/**
 * Only reads, and keeps nobody waiting.
 * @returns undefined when the bridge keeps its database elsewhere, or in a form that is not known
 * @throws Error when a database cannot be read
 */
export function agreementOf(folder: string): Agreement | undefined {
  if (!existsSync(join(folder, bridgeDatabase))) return undefined;
  // The bridge's first: what it learns of meanwhile is no disagreement.
  const told = read(join(folder, bridgeDatabase), portalRooms);
  if (told === undefined) return undefined;
  if (!existsSync(join(folder, hostDatabase))) return { rooms: told.length, strange: told.length };
  const there = new Set(read(join(folder, hostDatabase), hostRooms));
  return { rooms: told.length, strange: told.filter((room) => !there.has(room)).length };
}

function read<T>(path: string, query: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    return query(database);
  } finally {
    database.close();
  }
}

const hasTable = (database: DatabaseSync, name: string) =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;

/** mautrix-go, `bridgev2/database/upgrades/00-latest.sql`. */
function portalRooms(database: DatabaseSync): string[] | undefined {
  if (!hasTable(database, 'portal')) return undefined;
  return database
    .prepare("SELECT mxid FROM portal WHERE mxid IS NOT NULL AND mxid <> ''")
    .all()
    .map(({ mxid }) => String(mxid));
}

function hostRooms(database: DatabaseSync): string[] {
  if (!hasTable(database, 'rooms')) return [];
  return database
    .prepare('SELECT id FROM rooms')
    .all()
    .map(({ id }) => String(id));
}
