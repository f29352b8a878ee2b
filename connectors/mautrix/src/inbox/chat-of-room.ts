/** A room as a chat: what its state says now. */

import type { ChatEvent, ChatRef, ChatState, ParticipantList } from '@partyline/connector';
import { chatCapabilities, type Fields, fields, integer, list, text } from '@partyline/matrix-content';
import type { Homeserver } from '../host/homeserver.ts';
import { OWNER } from '../identities.ts';
import type { Room } from '../store/rooms.ts';
import { type Cast, castOf } from './cast.ts';
import { pictureRef } from './picture.ts';

export type Chat = Pick<ChatEvent, 'chat'> & { readonly participants: ParticipantList };

/** Undefined when the room is no chat. */
export function chatOfRoom(homeserver: Homeserver, room: Room, login: string): Chat | undefined {
  const ref = chatRef(homeserver, room, login);
  if (ref === undefined) return undefined;
  return {
    chat: { ...ref, ...stateOf(homeserver, room) },
    participants: { items: members(homeserver, room, castOf(homeserver, login)), complete: true },
  };
}

export function chatRef({ rooms, profiles, identities }: Homeserver, room: Room, login: string): ChatRef | undefined {
  if (room.kind !== 'portal' || room.portal === undefined) return undefined;
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
  new Set(list(functional['service_members']).map(String));

function members({ rooms }: Homeserver, room: Room, cast: Cast): ParticipantList['items'] {
  const hidden = serviceMembers(rooms.state(room.id, 'io.element.functional_members', '')?.content ?? {});
  const levels = fields(rooms.state(room.id, 'm.room.power_levels', '')?.content['users']);
  const items = rooms.allState(room.id, 'm.room.member').flatMap(({ state_key: mxid, content }) => {
    const { membership } = content;
    const participant = hidden.has(mxid) ? undefined : cast.participant(mxid);
    if (participant === undefined || (membership !== 'join' && membership !== 'invite')) return [];
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
