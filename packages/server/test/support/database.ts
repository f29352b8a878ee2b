/** Looks into a server's data folder from outside. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The rows of a query on a connection of its own: what others can see is committed. */
export function rowsOf(dataDir: string, sql: string, ...parameters: string[]): Record<string, unknown>[] {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'), { readOnly: true });
  try {
    return database.prepare(sql).all(...parameters);
  } finally {
    database.close();
  }
}

/** Names of the files of the folder, the database's write-ahead log among them, that hold this text in clear. */
export function filesWith(dataDir: string, text: string): string[] {
  return readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(dataDir, entry.name)).includes(text))
    .map(({ name }) => name);
}

/** The events about one account, oldest first. */
export function eventsOf(dataDir: string, accountID: string): { type: string; status: string | undefined }[] {
  const rows = rowsOf(dataDir, 'select type, payload from events where subject = ? order by seq', accountID);
  return rows.map((row) => ({
    type: String(row['type']),
    status: row['payload'] === null ? undefined : JSON.parse(String(row['payload'])).status,
  }));
}
