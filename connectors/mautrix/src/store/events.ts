/** The messages, reactions and redactions of rooms, in their order. */

import { type Fields, fields, text } from '@partyline/matrix-content';
import { parsed } from './json.ts';
import type { Database, Row } from './store.ts';

export interface RoomEvent {
  readonly id: string;
  readonly room: string;
  readonly sender: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly ts: number;
  readonly content: Fields;
  /** The server's own ID of the send, when the event is ours. */
  readonly transactionID?: string;
}

export interface StoredEvent extends RoomEvent {
  readonly isRedacted: boolean;
}

export interface Events {
  get(id: string): StoredEvent | undefined;
  /** After the newest. An ID that is there already is left as it is. @returns whether it is new */
  append(event: RoomEvent): boolean;
  /** Before the oldest, in the order given. @returns those that are new */
  prepend(events: readonly RoomEvent[]): RoomEvent[];
  /** What the event said is gone; that it was there stays. */
  redact(id: string): void;
  /** It never was: an event of the same ID may come. */
  forget(id: string): void;
  /** Whether the room holds a message. */
  hasMessages(room: string): boolean;
  /** The event of a kind by a sender that refers to another event and has not been taken back. */
  relating(to: string, type: string, sender: string, holds: (content: Fields) => boolean): StoredEvent | undefined;
}

export function openEvents(db: Database): Events {
  const edge = (room: string, side: 'MAX' | 'MIN') =>
    Number(db.get(`SELECT ${side}(pos) AS pos FROM events WHERE room = ?`, room)?.['pos'] ?? 0);
  const insert = (event: RoomEvent, pos: number): boolean => {
    if (db.get('SELECT 1 FROM events WHERE id = ?', event.id) !== undefined) return false;
    db.run(
      'INSERT INTO events (id, room, pos, sender, type, ts, content, transaction_id, relates_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      event.id,
      event.room,
      pos,
      event.sender,
      event.type,
      event.ts,
      JSON.stringify(event.content),
      event.transactionID ?? null,
      text(fields(event.content['m.relates_to'])['event_id']) ?? null,
    );
    return true;
  };
  return {
    get: (id) => eventOf(db.get('SELECT * FROM events WHERE id = ?', id)),
    append: (event) => insert(event, edge(event.room, 'MAX') + 1),
    prepend(events) {
      const [first] = events;
      if (first === undefined) return [];
      const start = edge(first.room, 'MIN') - events.length;
      return events.filter((event, index) => insert(event, start + index));
    },
    redact: (id) => db.run("UPDATE events SET redacted = 1, content = '{}' WHERE id = ?", id),
    forget: (id) => db.run('DELETE FROM events WHERE id = ?', id),
    hasMessages: (room) =>
      db.get("SELECT 1 FROM events WHERE room = ? AND type IN ('m.room.message', 'm.sticker') LIMIT 1", room) !==
      undefined,
    relating: (to, type, sender, holds) =>
      db
        .all('SELECT * FROM events WHERE relates_to = ? AND type = ? AND sender = ? AND redacted = 0', to, type, sender)
        .flatMap((row) => eventOf(row) ?? [])
        .find((event) => holds(event.content)),
  };
}

function eventOf(row: Row | undefined): StoredEvent | undefined {
  if (row === undefined) return undefined;
  const transactionID = text(row['transaction_id']);
  return {
    id: String(row['id']),
    room: String(row['room']),
    sender: String(row['sender']),
    type: String(row['type']),
    ts: Number(row['ts']),
    content: fields(parsed(row['content'])),
    ...(transactionID !== undefined && { transactionID }),
    isRedacted: row['redacted'] === 1,
  };
}
