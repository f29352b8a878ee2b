/** Rooms: making and deleting them, their state and their members. */

import { type Fields, fields, text } from '@partyline/matrix-content';
import type { Room, StateEvent } from '../../store/rooms.ts';
import { changeState, removeRoom } from '../changes.ts';
import { createRoom } from '../create-room.ts';
import type { Homeserver } from '../homeserver.ts';
import { MatrixError, notFound } from '../matrix-error.ts';
import type { Call, Route } from '../router.ts';

export const roomOf = ({ rooms }: Homeserver, { path }: Call): Room => {
  const room = rooms.get(path('room'));
  if (room === undefined) throw notFound('Room');
  return room;
};

/** The time the network gives, milliseconds since the epoch. */
export function timeOf({ query }: Call): number {
  const ts = Number(query.get('ts'));
  return ts > 0 ? soundTime(ts) : Date.now();
}

/** One that is none, such as nanoseconds, could be stored and not be read again: it is now. */
export function soundTime(ts: number): number {
  const whole = Math.round(ts);
  return Number.isSafeInteger(whole) ? whole : Date.now();
}

export function roomRoutes(homeserver: Homeserver): Route[] {
  const { db, rooms, profiles } = homeserver;

  const member = (room: Room, sender: string, mxid: string, content: Fields, ts: number): string =>
    db.transaction(() =>
      changeState(homeserver, { room: room.id, sender, type: 'm.room.member', key: mxid, content, ts }),
    );

  const membership =
    (value: 'invite' | 'leave' | 'ban') =>
    async (call: Call): Promise<Fields> => {
      const { user_id, reason } = await call.body();
      const mxid = text(user_id) ?? call.actor;
      const room = roomOf(homeserver, call);
      const now = rooms.state(room.id, 'm.room.member', mxid)?.content['membership'];
      // Bridges read the words.
      if (value === 'invite' && now === 'join')
        throw new MatrixError(403, 'M_FORBIDDEN', `${mxid} is already in the room.`);
      member(room, call.actor, mxid, { membership: value, ...(text(reason) && { reason }) }, timeOf(call));
      return {};
    };

  const join = (call: Call, room: Room): Fields => {
    const { displayname, avatar_url } = profiles.get(call.actor);
    member(room, call.actor, call.actor, { membership: 'join', displayname, avatar_url }, timeOf(call));
    return { room_id: room.id };
  };

  const full = (room: Room, event: StateEvent): Fields => ({ ...event, room_id: room.id });

  const readState = (call: Call): Fields => {
    const room = roomOf(homeserver, call);
    const event = rooms.state(room.id, call.path('type'), call.path('key'));
    if (event === undefined) throw notFound('State');
    return call.query.get('format') === 'event' ? full(room, event) : event.content;
  };

  return [
    {
      method: 'POST',
      path: '/v3/createRoom',
      async handle({ actor, body }) {
        const asked = await body();
        return { room_id: db.transaction(() => createRoom(homeserver, actor, asked)) };
      },
    },
    { method: 'GET', path: '/v3/rooms/:room/state/:type/:key', handle: readState },
    {
      method: 'PUT',
      path: '/v3/rooms/:room/state/:type/:key',
      async handle(call) {
        const content = await call.body();
        const room = roomOf(homeserver, call);
        const change = {
          room: room.id,
          sender: call.actor,
          type: call.path('type'),
          key: call.path('key'),
          content,
          ts: timeOf(call),
        };
        return { event_id: db.transaction(() => changeState(homeserver, change)) };
      },
    },
    {
      method: 'GET',
      path: '/v3/rooms/:room/state',
      handle(call) {
        const room = roomOf(homeserver, call);
        return rooms.allState(room.id).map((event) => full(room, event));
      },
    },
    {
      method: 'GET',
      path: '/v3/rooms/:room/members',
      handle(call) {
        const room = roomOf(homeserver, call);
        return { chunk: rooms.allState(room.id, 'm.room.member').map((event) => full(room, event)) };
      },
    },
    {
      method: 'GET',
      path: '/v3/rooms/:room/joined_members',
      handle(call) {
        const members = rooms.allState(roomOf(homeserver, call).id, 'm.room.member');
        const joined = members.filter(({ content }) => content['membership'] === 'join');
        return {
          joined: Object.fromEntries(
            joined.map(({ state_key }) => {
              const { displayname, avatar_url } = fields(profiles.get(state_key));
              return [state_key, { display_name: displayname, avatar_url }];
            }),
          ),
        };
      },
    },
    { method: 'POST', path: '/v3/rooms/:room/join', handle: (call) => join(call, roomOf(homeserver, call)) },
    { method: 'POST', path: '/v3/join/:room', handle: (call) => join(call, roomOf(homeserver, call)) },
    { method: 'POST', path: '/v3/rooms/:room/invite', handle: membership('invite') },
    { method: 'POST', path: '/v3/rooms/:room/leave', handle: membership('leave') },
    { method: 'POST', path: '/v3/rooms/:room/kick', handle: membership('leave') },
    { method: 'POST', path: '/v3/rooms/:room/unban', handle: membership('leave') },
    { method: 'POST', path: '/v3/rooms/:room/ban', handle: membership('ban') },
    {
      method: 'POST',
      path: '/unstable/com.beeper.yeet/rooms/:room/delete',
      handle(call) {
        const room = roomOf(homeserver, call);
        db.transaction(() => removeRoom(homeserver, room));
        return {};
      },
    },
  ];
}
