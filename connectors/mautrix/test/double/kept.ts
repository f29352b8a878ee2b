/** The bridge's own database: all it keeps as one text, and the rooms of its portals where real bridges have them. */

import { DatabaseSync } from 'node:sqlite';

export interface KeptData {
  logins: { id: string; name: string }[];
  /** Room of a chat, by login and chat. */
  rooms: Record<string, string>;
  /** Matrix event of a message of the network. */
  messages: Record<string, string>;
  registered: string[];
  /** The last update of the network that was passed on, by login. */
  position: Record<string, number>;
  /** The address of the picture of everybody whom provisioning tells of. */
  picture?: string;
}

export interface Kept {
  readonly data: KeptData;
  save(): void;
}

export function openKept(uri: string): Kept {
  const path = uri.replace(/^file:/, '').replace(/\?.*$/, '');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000');
  db.exec('CREATE TABLE IF NOT EXISTS kept (data TEXT NOT NULL); CREATE TABLE IF NOT EXISTS portal (mxid TEXT)');
  const data: KeptData = { logins: [], rooms: {}, messages: {}, registered: [], position: {} };
  const row = db.prepare('SELECT data FROM kept').get();
  if (row !== undefined) Object.assign(data, JSON.parse(String(row['data'])));
  return {
    data,
    save() {
      db.exec('BEGIN; DELETE FROM kept; DELETE FROM portal');
      db.prepare('INSERT INTO kept VALUES (?)').run(JSON.stringify(data));
      for (const room of Object.values(data.rooms)) db.prepare('INSERT INTO portal VALUES (?)').run(room);
      db.exec('COMMIT');
    },
  };
}
