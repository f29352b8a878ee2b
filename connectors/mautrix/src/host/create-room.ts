/** `createRoom`, with mautrix's additions: initial members join at once. */

import { type Fields, fields, flag, list, text } from '@partyline/matrix-content';
import { storeState, tellRoom } from './changes.ts';
import { roomIDOf } from './event-ids.ts';
import type { Homeserver } from './homeserver.ts';

/** Must be called within a transaction. @returns the room's ID */
export function createRoom(homeserver: Homeserver, creator: string, asked: Fields): string {
  const { rooms, profiles } = homeserver;
  const localID = text(asked['com.beeper.local_room_id']);
  const proposed = roomIDOf(localID);
  // A bridge that forgot a room makes it anew; what was in the old one is told already.
  const id = rooms.get(proposed) === undefined ? proposed : roomIDOf(undefined);
  const ts = Date.now();
  const set = (type: string, content: Fields, key = '', sender = creator) =>
    storeState(homeserver, { room: id, sender, type, key, content, ts });
  const join = (mxid: string) => {
    const { displayname, avatar_url } = profiles.get(mxid);
    set('m.room.member', { membership: 'join', displayname, avatar_url }, mxid, mxid);
  };

  rooms.create({ id, localID, creator });
  set('m.room.create', { ...fields(asked['creation_content']), creator, room_version: '11' });
  join(creator);
  set('m.room.power_levels', { ...defaultLevels(creator), ...fields(asked['power_level_content_override']) });
  set('m.room.join_rules', { join_rule: 'invite' });
  set('m.room.history_visibility', { history_visibility: 'shared' });
  for (const event of list(asked['initial_state']).map(fields)) {
    const type = text(event['type']);
    if (type !== undefined) set(type, fields(event['content']), text(event['state_key']));
  }
  const name = text(asked['name']);
  const topic = text(asked['topic']);
  if (name !== undefined) set('m.room.name', { name });
  if (topic !== undefined) set('m.room.topic', { topic });
  const joins = flag(asked['com.beeper.auto_join_invites']);
  const named = [...list(asked['com.beeper.initial_members']), ...list(asked['invite'])];
  const members = new Set(named.flatMap((mxid) => text(mxid) ?? []));
  for (const mxid of members) {
    if (mxid === creator) continue;
    if (joins) join(mxid);
    else set('m.room.member', { membership: 'invite' }, mxid);
  }
  tellRoom(homeserver, rooms.get(id));
  return id;
}

const defaultLevels = (creator: string): Fields => ({
  users: { [creator]: 100 },
  users_default: 0,
  events: {},
  events_default: 0,
  state_default: 50,
  ban: 50,
  kick: 50,
  redact: 50,
  invite: 0,
});
