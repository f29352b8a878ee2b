/** Chats that a stranger has begun and the owner has not accepted yet. */

import { fields } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { newEventID } from '../host/event-ids.ts';
import type { Homeserver } from '../host/homeserver.ts';
import type { Room } from '../store/rooms.ts';
import { act } from './act.ts';

export function isMessageRequest({ rooms }: Pick<Homeserver, 'rooms'>, room: Room): boolean {
  const [bridge] = rooms.allState(room.id, 'm.bridge');
  return fields(bridge?.content['channel'])['com.beeper.message_request'] === true;
}

/**
 * Whoever answers accepts. Networks where an answer is not enough want to be told first, which bridges do by themselves only since mautrix-go
 * 0.27. @throws SendError
 */
export async function acceptRequest(bridge: HostedBridge, room: Room, signal: AbortSignal): Promise<void> {
  const { rooms } = bridge.homeserver;
  if (!isMessageRequest(bridge.homeserver, room)) return;
  const [features] = rooms.allState(room.id, 'com.beeper.room_features');
  const { accept_with_message, accept_with_button } = fields(features?.content['message_request']);
  if (accept_with_message === fully || !(Number(accept_with_button) > 0)) return;
  const type = 'com.beeper.accept_message_request';
  await act(bridge, { room, type, content: {}, eventID: newEventID() }, signal);
}

const fully = 2;
