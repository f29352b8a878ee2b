/** Making chats and changing them. */

import {
  type ChatDeletion,
  type ChatRequest,
  type ChatSnapshot,
  type ChatUpdate,
  SendError,
} from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { newEventID } from '../host/event-ids.ts';
import { chatOfRoom } from '../inbox/chat-of-room.ts';
import type { Room } from '../store/rooms.ts';
import { act } from './act.ts';
import { isMessageRequest } from './message-request.ts';
import { usePicture } from './pictures.ts';
import { needRoom } from './rooms.ts';

/** @throws SendError */
export async function createChat(bridge: HostedBridge, login: string, request: ChatRequest): Promise<ChatSnapshot> {
  const query = { login_id: login };
  const [person] = request.participantIDs;
  const group = {
    participants: request.participantIDs,
    ...(request.title !== undefined && { name: { name: request.title } }),
  };
  try {
    const answer =
      request.type === 'single'
        ? await bridge.provision({ method: 'POST', path: ['create_dm', person ?? ''], query })
        : await bridge.provision({ method: 'POST', path: ['create_group', 'group'], query, body: group });
    const roomID = text(answer.body['dm_room_mxid']) ?? text(answer.body['mxid']) ?? '';
    const room = bridge.homeserver.rooms.get(roomID);
    const chat = room && chatOfRoom(bridge.homeserver, room, login);
    if (chat === undefined) throw refused('The bridge made no chat.');
    return { ...chat, created: request.type === 'group' || answer.status === 201 };
  } catch (error) {
    if (error instanceof ProvisioningError) throw refused(error.message);
    throw error;
  }
}

/** The network's own fields go to the network; muting and pinning have no way there and stay with the server. @throws SendError */
export async function updateChat(
  bridge: HostedBridge,
  login: string,
  update: ChatUpdate,
  signal: AbortSignal,
): Promise<void> {
  const room = needRoom(bridge, login, update.chatID);
  const set = (type: string, content: Fields) => requestState(bridge, room, type, content, signal);
  if (update.title !== undefined) await set('m.room.name', { name: update.title ?? '' });
  if (update.description !== undefined) await set('m.room.topic', { topic: update.description ?? '' });
  if (update.messageExpirySeconds !== undefined)
    await set('com.beeper.disappearing_timer', timer(bridge, room, update.messageExpirySeconds));
  if (update.imgPath === null) await set('m.room.avatar', { url: '' });
  else if (update.imgPath !== undefined)
    await usePicture(bridge, update.imgPath, (url) => set('m.room.avatar', { url }));
}

/** The bridge makes the change itself once the network has accepted it, so that there is nothing to undo. */
async function requestState(
  bridge: HostedBridge,
  room: Room,
  type: string,
  content: Fields,
  signal: AbortSignal,
): Promise<void> {
  const request = { type, state_key: '', content };
  await act(bridge, { room, type: 'com.beeper.send_state', content: request, eventID: newEventID() }, signal);
}

/** Of the kind that the chat has now or else, of those that the network knows, of the first. */
function timer({ homeserver: { rooms } }: HostedBridge, room: Room, seconds: number | null): Fields {
  if (seconds === null || seconds === 0) return {};
  const now = text(rooms.state(room.id, 'com.beeper.disappearing_timer', '')?.content['type']);
  const [features] = rooms.allState(room.id, 'com.beeper.room_features');
  const [known] = list(fields(features?.content['disappearing_timer'])['types']);
  return { type: now ?? text(known) ?? 'after_send', timer: seconds * 1_000 };
}

/** On success the bridge deletes the room as well, which is told like any other change. @throws SendError */
export async function deleteChat(
  bridge: HostedBridge,
  login: string,
  { chatID, forEveryone }: ChatDeletion,
  signal: AbortSignal,
): Promise<void> {
  const room = needRoom(bridge, login, chatID);
  const content = {
    ...(forEveryone && { delete_for_everyone: true }),
    ...(isMessageRequest(bridge.homeserver, room) && { from_message_request: true }),
  };
  const type = 'com.beeper.delete_chat';
  await act(bridge, { room, type, content, eventID: newEventID(), endsRoom: true }, signal);
}

function refused(message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: false, reason: 'refused', message });
}
