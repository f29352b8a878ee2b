/** What a bridge does to rooms, and what of it the server is to be told. Every function runs within one transaction of the database. */

import { type Fields, fields, redactedID, text } from '@partyline/matrix-content';
import { OWNER } from '../identities.ts';
import type { RoomEvent } from '../store/events.ts';
import type { Room } from '../store/rooms.ts';
import { newEventID } from './event-ids.ts';
import type { Homeserver } from './homeserver.ts';
import { readSendStatus } from './send-statuses.ts';

/** State that shows in the chat itself. */
const shown: ReadonlySet<string> = new Set([
  'm.bridge',
  'm.room.name',
  'm.room.topic',
  'm.room.avatar',
  'm.room.power_levels',
  'com.beeper.room_features',
  'com.beeper.disappearing_timer',
  'io.element.functional_members',
]);

export interface StateChange {
  readonly room: string;
  readonly sender: string;
  readonly type: string;
  readonly key: string;
  readonly content: Fields;
  readonly ts: number;
}

/** Sets state without telling anybody. @returns the event ID */
export function storeState({ rooms }: Homeserver, { room, sender, type, key, content, ts }: StateChange): string {
  const event_id = newEventID();
  rooms.setState(room, { type, state_key: key, event_id, sender, origin_server_ts: ts, content });
  return event_id;
}

export function changeState(homeserver: Homeserver, change: StateChange): string {
  const before = homeserver.rooms.state(change.room, change.type, change.key);
  // A request that was repeated: state has no transaction IDs.
  if (before !== undefined && JSON.stringify(before.content) === JSON.stringify(change.content)) return before.event_id;
  const id = storeState(homeserver, change);
  const room = homeserver.rooms.get(change.room);
  if (change.type === 'm.room.member') tellMember(homeserver, room, change.key);
  if (shown.has(change.type) || change.key === OWNER) tellRoom(homeserver, room);
  return id;
}

export function tellRoom({ untold }: Homeserver, room: Room | undefined): void {
  if (room?.kind === 'portal') untold.add(room.login, { kind: 'room', room: room.id, subject: '', told: {} });
}

function tellMember({ untold }: Homeserver, room: Room | undefined, mxid: string): void {
  if (room?.kind === 'portal') untold.add(room.login, { kind: 'member', room: room.id, subject: mxid, told: {} });
}

/** Somebody's profile is another: a homeserver carries that into all their rooms. */
export function tellProfile(homeserver: Homeserver, mxid: string): void {
  for (const room of homeserver.rooms.of(mxid)) tellMember(homeserver, room, mxid);
}

/** A live event of the bridge. */
export function addEvent(homeserver: Homeserver, room: Room, event: RoomEvent): void {
  const { events, untold, sendStatuses, rooms } = homeserver;
  if (event.type === 'com.beeper.message_send_status') {
    const outcome = readSendStatus(event.content);
    if (outcome === undefined || sendStatuses.take(outcome.eventID, outcome.status)) return;
    // Nobody waits for it any more; the server may still not know that the message arrived.
    if (outcome.status.status === 'SUCCESS')
      untold.add(room.login, { kind: 'settled', room: room.id, subject: outcome.eventID, told: {} });
    return;
  }
  if (event.type === 'm.room.redaction') {
    redact(homeserver, room, event);
    return;
  }
  if (!events.append(event)) return;
  if (rooms.get(room.id)?.kind === 'portal')
    untold.add(room.login, { kind: 'event', room: room.id, subject: event.id, told: {} });
}

function redact({ events, untold }: Homeserver, room: Room, event: RoomEvent): void {
  const target = redactedID(event);
  if (target === undefined || !events.append(event)) return;
  const before = events.get(target);
  events.redact(target);
  // What it said is gone now, and is needed to say what was taken back.
  const told =
    before === undefined ? { target } : { target, type: before.type, sender: before.sender, content: before.content };
  if (room.kind === 'portal') untold.add(room.login, { kind: 'event', room: room.id, subject: event.id, told });
}

export interface HistoryBatch {
  /** In order; the bridge has chosen the IDs. */
  readonly events: readonly RoomEvent[];
  /** They go before what is there, not after it. */
  readonly older: boolean;
  /** People are to be told of what is new to them. */
  readonly notify: boolean;
}

export function addHistory({ events, rooms, untold }: Homeserver, room: Room, batch: HistoryBatch): void {
  const added = batch.older ? events.prepend(batch.events) : batch.events.filter((event) => events.append(event));
  // What was said since the login is here was missed, for example while the bridge did not run: it has only just arrived.
  const here = batch.notify && !batch.older ? rooms.since(room.login) : undefined;
  for (const { id, ts } of added) {
    const kind = here !== undefined && ts >= here ? 'event' : 'history';
    untold.add(room.login, { kind, room: room.id, subject: id, told: {} });
  }
}

export function removeRoom({ rooms, untold, sendStatuses }: Homeserver, room: Room): void {
  rooms.remove(room.id);
  sendStatuses.roomGone(room.id);
  if (room.kind === 'portal' && room.portal !== undefined)
    untold.add(room.login, { kind: 'removed', room: room.id, subject: '', told: { portal: room.portal } });
}

export function tellRead(homeserver: Homeserver, room: Room, reader: string, markers: Fields): void {
  const event = text(markers['m.read']) ?? text(markers['m.fully_read']);
  if (event === undefined || room.kind !== 'portal') return;
  const extra = fields(markers['com.beeper.read.extra'] ?? markers['com.beeper.fully_read.extra']);
  const ts = typeof extra['ts'] === 'number' ? extra['ts'] : Date.now();
  homeserver.untold.add(room.login, { kind: 'read', room: room.id, subject: reader, told: { event, ts } });
}
