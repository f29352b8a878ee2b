/** A room as a chat: what its state says now. */

import type { ChatEvent, ChatRef, ChatState, ParticipantList } from '@partyline/connector';
import { chatCapabilities, type Fields, fields, integer, list, text } from '@partyline/matrix-content';
import type { Homeserver } from '../host/homeserver.ts';
import { OWNER } from '../identities.ts';
import type { Room, StateEvent } from '../store/rooms.ts';
import { type Cast, castOf } from './cast.ts';
import { pictureRef } from './picture.ts';

export type Chat = Pick<ChatEvent, 'chat'> & { readonly participants: ParticipantList };

/** Undefined when the room is no chat. */
export function chatOfRoom(homeserver: Homeserver, room: Room, login: string): Chat | undefined {
  const ref = chatRef(homeserver, room, login);
  if (ref === undefined) return undefined;
  const members = homeserver.rooms.allState(room.id, 'm.room.member');
  const items = participants(homeserver, room, castOf(homeserver, login), members);
  return {
    chat: { ...ref, ...stateOf(homeserver, room) },
    participants: { items, complete: true },
  };
}

export function chatRef({ rooms, profiles, identities }: Homeserver, room: Room, login: string): ChatRef | undefined {
  // One whose room was made anew is the same chat still: what was said in it may not be told yet.
  if (room.portal === undefined) return undefined;
  const content = (type: string) => rooms.state(room.id, type, '')?.content ?? {};
  const [bridge] = rooms.allState(room.id, 'm.bridge');
  const isDirect =
    (text(bridge?.content['com.beeper.room_type.v2']) ?? text(bridge?.content['com.beeper.room_type'])) === 'dm';
  const other = () => {
    const hidden = serviceMembers(content('io.element.functional_members'));
    const mxid = rooms
      .allState(room.id, 'm.room.member')
      .map(({ state_key }) => state_key)
      .find(
        (member) =>
          identities.ghostID(member) !== undefined && identities.ghostID(member) !== login && !hidden.has(member),
      );
    return mxid === undefined ? undefined : text(profiles.get(mxid)['displayname']);
  };
  const title = text(content('m.room.name')['name']) ?? (isDirect ? other() : undefined);
  return { id: room.portal, type: isDirect ? 'single' : 'group', ...(title !== undefined && { title }) };
}

function stateOf({ rooms, accountData }: Homeserver, room: Room): ChatState {
  const content = (type: string): Fields => rooms.state(room.id, type, '')?.content ?? {};
  const [features] = rooms.allState(room.id, 'com.beeper.room_features');
  const timer = integer(content('com.beeper.disappearing_timer')['timer']);
  const mine = (type: string): Fields => accountData.get(OWNER, room.id, type) ?? {};
  const tags = fields(mine('m.tag')['tags']);
  const membership = rooms.state(room.id, 'm.room.member', OWNER)?.content['membership'];
  return {
    description: text(content('m.room.topic')['topic']) ?? null,
    imgRef: pictureRef(content('m.room.avatar')['url']) ?? null,
    messageExpirySeconds: timer === undefined || timer === 0 ? null : Math.round(timer / 1_000),
    isReadOnly: membership !== 'join' || !mayWrite(content('m.room.power_levels')),
    isMuted: isMuted(mine('com.beeper.mute')['muted_until']),
    isPinned: tags['m.favourite'] !== undefined,
    isLowPriority: tags['m.lowpriority'] !== undefined,
    ...(features !== undefined && { capabilities: chatCapabilities(features.content) }),
  };
}

/** Milliseconds since the epoch, or -1 for ever. */
const isMuted = (until: unknown) => typeof until === 'number' && (until === -1 || until > Date.now());

function mayWrite(levels: Fields): boolean {
  const number = (...values: readonly unknown[]) => values.find((value) => typeof value === 'number') ?? 0;
  const own = number(fields(levels['users'])[OWNER], levels['users_default']);
  const needed = number(fields(levels['events'])['m.room.message'], levels['events_default']);
  return Number(own) >= Number(needed);
}

const serviceMembers = (functional: Fields): ReadonlySet<string> =>
  new Set(list(functional['service_members']).flatMap((mxid) => text(mxid) ?? []));

/** Of one member only, since a room may have thousands. @returns none when they are not in the room, or nobody on the network */
export function memberOfRoom(
  homeserver: Homeserver,
  room: Room,
  login: string,
  mxid: string,
): ParticipantList['items'] {
  const { identities, rooms } = homeserver;
  const cast = castOf(homeserver, login);
  const id = cast.userID(mxid);
  if (id === undefined) return [];
  const same = [...new Set([mxid, identities.ghost(id), cast.mxid(id)])].sort();
  return participants(
    homeserver,
    room,
    cast,
    same.flatMap((one) => rooms.state(room.id, 'm.room.member', one) ?? []),
  );
}

function participants(
  { rooms }: Homeserver,
  room: Room,
  cast: Cast,
  members: readonly StateEvent[],
): ParticipantList['items'] {
  const hidden = serviceMembers(rooms.state(room.id, 'io.element.functional_members', '')?.content ?? {});
  const levels = fields(rooms.state(room.id, 'm.room.power_levels', '')?.content['users']);
  const items = members.flatMap(({ state_key: mxid, content }) => {
    const { membership } = content;
    if (membership !== 'join' && membership !== 'invite') return [];
    const participant = hidden.has(mxid) ? undefined : cast.participant(mxid);
    if (participant === undefined) return [];
    return [
      {
        ...participant,
        ...(Number(levels[mxid] ?? 0) >= 50 && { isAdmin: true }),
        ...(membership === 'invite' && { isPending: true }),
      },
    ];
  });
  // The own ghost stands beside the owner where the network knows them as one.
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
