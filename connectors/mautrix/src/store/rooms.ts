/** Rooms and their state. */

import { type Fields, fields, integer, text } from '@partyline/matrix-content';
import { parsed } from './json.ts';
import type { Database, Row } from './store.ts';

export interface Room {
  readonly id: string;
  /** Portals are chats; everything else (spaces, the bot's own room) is not shown. */
  readonly kind: 'portal' | 'other';
  /** The bridge's ID of the login it belongs to; undefined when the bridge does not say. */
  readonly login: string | undefined;
  /** The network's own chat ID: the first, where the network has changed it. */
  readonly portal: string | undefined;
}

export interface StateEvent {
  readonly type: string;
  readonly state_key: string;
  readonly event_id: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly content: Fields;
}

export interface Rooms {
  get(id: string): Room | undefined;
  /** The room of a chat. */
  find(login: string, portal: string): Room | undefined;
  /** Rooms somebody is in. */
  of(mxid: string): Room[];
  /** The one that the bridge made before for the same chat is no chat any more. */
  create(room: { readonly id: string; readonly localID: string | undefined; readonly creator: string }): void;
  /** Since when there are rooms of a login, milliseconds since the epoch. */
  since(login: string | undefined): number | undefined;
  /** Removes the room with everything in it. */
  remove(id: string): void;
  state(room: string, type: string, key: string): StateEvent | undefined;
  allState(room: string, type?: string): StateEvent[];
  setState(room: string, event: StateEvent): void;
}

export function openRooms(db: Database): Rooms {
  const get = (id: string) => roomOf(db.get('SELECT * FROM rooms WHERE id = ?', id));
  return {
    get,
    find: (login, portal) =>
      roomOf(
        db.get(
          "SELECT * FROM rooms WHERE kind = 'portal' AND portal = ? AND (login = ? OR login IS NULL)",
          portal,
          login,
        ),
      ),
    of: (mxid) =>
      db
        .all(
          "SELECT rooms.* FROM state JOIN rooms ON rooms.id = state.room WHERE type = 'm.room.member' AND key = ?",
          mxid,
        )
        .flatMap((row) => roomOf(row) ?? []),
    create({ id, localID, creator }) {
      // The bridge has forgotten the one it made before, and knows nothing of what is sent there.
      if (localID !== undefined) db.run("UPDATE rooms SET kind = 'other' WHERE local_id = ?", localID);
      const sql = "INSERT INTO rooms (id, local_id, creator, kind, created_at) VALUES (?, ?, ?, 'other', ?)";
      db.run(sql, id, localID ?? null, creator, Date.now());
    },
    since: (login) =>
      integer(db.get('SELECT MIN(created_at) AS since FROM rooms WHERE login IS ?', login ?? null)?.['since']),
    remove: (id) =>
      db.transaction(() => {
        db.run('DELETE FROM rooms WHERE id = ?', id);
        for (const table of ['state', 'events', 'account_data']) db.run(`DELETE FROM ${table} WHERE room = ?`, id);
      }),
    state: (room, type, key) =>
      stateOf(db.get('SELECT * FROM state WHERE room = ? AND type = ? AND key = ?', room, type, key)),
    allState: (room, type) =>
      (type === undefined
        ? db.all('SELECT * FROM state WHERE room = ?', room)
        : db.all('SELECT * FROM state WHERE room = ? AND type = ?', room, type)
      ).flatMap((row) => stateOf(row) ?? []),
    setState(room, event) {
      db.run(
        'INSERT OR REPLACE INTO state (room, type, key, event_id, sender, ts, content) VALUES (?, ?, ?, ?, ?, ?, ?)',
        room,
        event.type,
        event.state_key,
        event.event_id,
        event.sender,
        event.origin_server_ts,
        JSON.stringify(event.content),
      );
      if (event.type === 'm.bridge') classify(db, room, event.content);
    },
  };
}

/** What the bridge says of the room it made (MSC2346, with mautrix's additions). */
function classify(db: Database, room: string, content: Fields): void {
  const channel = fields(content['channel']);
  const kind = text(content['com.beeper.room_type.v2']) ?? '';
  const portal = text(channel['id']);
  if (portal === undefined || kind === 'space' || kind === 'personal_filtering_space') return;
  const login = text(channel['fi.mau.receiver']) ?? null;
  // A network may come to call a chat otherwise (a person by a number, a group that has grown): here it keeps its first name, and is the same chat.
  db.run("UPDATE rooms SET kind = 'portal', portal = COALESCE(portal, ?), login = ? WHERE id = ?", portal, login, room);
}

function roomOf(row: Row | undefined): Room | undefined {
  const id = text(row?.['id']);
  if (row === undefined || id === undefined) return undefined;
  return {
    id,
    kind: row['kind'] === 'portal' ? 'portal' : 'other',
    login: text(row['login']),
    portal: text(row['portal']),
  };
}

function stateOf(row: Row | undefined): StateEvent | undefined {
  if (row === undefined) return undefined;
  return {
    type: String(row['type']),
    state_key: String(row['key']),
    event_id: String(row['event_id']),
    sender: String(row['sender']),
    origin_server_ts: Number(row['ts']),
    content: fields(parsed(row['content'])),
  };
}
