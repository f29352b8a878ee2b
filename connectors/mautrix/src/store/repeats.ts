/**
 * Events that a bridge sends again. It notes a message after it has sent it, so that one which is killed in between sends the message anew when the
 * network delivers it anew, and a transaction ID does not tell. It handles the messages of a chat one after the other, so that only the
 * newest from before its start can be such.
 */

import { type Fields, text } from '@partyline/matrix-content';
import type { RoomEvent } from './events.ts';
import { parsed } from './json.ts';
import { ownMediaID } from './media.ts';
import type { Database } from './store.ts';

export interface Repeats {
  /** A bridge has just started: what is there now was sent by an earlier one. */
  began(): void;
  /** @returns the ID of the event that this one repeats */
  of(event: RoomEvent): string | undefined;
}

/** A message may have several parts. */
const newest = 5;

/** What makes two events the same: a file is uploaded anew, and so has another address. */
const telling = ['msgtype', 'body', 'formatted_body', 'filename', 'geo_uri', 'm.relates_to'] as const;

export function openRepeats(db: Database): Repeats {
  let before = 0;
  const repeated = new Set<string>();

  const isThere = (content: Fields): boolean => {
    const id = ownMediaID(text(content['url']) ?? '');
    return id === undefined || db.get('SELECT 1 FROM media WHERE id = ? AND size IS NOT NULL', id) !== undefined;
  };

  return {
    began() {
      before = Number(db.get('SELECT MAX(rowid) AS newest FROM events')?.['newest'] ?? 0);
      repeated.clear();
    },
    of({ room, sender, type, ts, content }) {
      const sql = 'SELECT * FROM events WHERE room = ? AND rowid <= ? ORDER BY pos DESC LIMIT ?';
      for (const row of db.all(sql, room, before, newest)) {
        const id = String(row['id']);
        if (row['sender'] !== sender || row['type'] !== type || row['ts'] !== ts || repeated.has(id)) continue;
        const known = Object(parsed(row['content']));
        if (telling.some((name) => JSON.stringify(known[name]) !== JSON.stringify(content[name]))) continue;
        // One whose file has never come is better told anew.
        if (!isThere(known)) continue;
        repeated.add(id);
        return id;
      }
      return undefined;
    },
  };
}
