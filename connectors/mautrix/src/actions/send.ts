/** Messages, edits, removals, reactions, reading and typing. */

import {
  type MessageEdit,
  type MessageRemoval,
  type OutgoingMessage,
  type OutgoingReaction,
  type ReadMark,
  SendError,
  type Sent,
  type TypingNotice,
} from '@partyline/connector';
import {
  chatCapabilities,
  isSameKey,
  readReaction,
  writeEdit,
  writeMessage,
  writeReaction,
} from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { eventIDOf, newEventID } from '../host/event-ids.ts';
import { OWNER } from '../identities.ts';
import { castOf } from '../inbox/cast.ts';
import { commandPrefix } from '../program/config-file.ts';
import type { Room } from '../store/rooms.ts';
import { act } from './act.ts';
import { acceptRequest } from './message-request.ts';
import { needRoom, roomForSending } from './rooms.ts';

export async function send(
  bridge: HostedBridge,
  login: string,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<Sent> {
  refuseCommand(bridge, message.text);
  const room = await roomForSending(bridge, login, message.chatID);
  await acceptRequest(bridge, room, signal);
  const { attachment, transactionID } = message;
  const file =
    attachment &&
    bridge.homeserver.media.offer({
      path: attachment.path,
      mimeType: attachment.mimeType,
      fileName: attachment.fileName,
      size: attachment.fileSize,
    });
  try {
    const { type, content } = writeMessage(message, castOf(bridge.homeserver, login), file);
    const { eventID } = await act(
      bridge,
      { room, type, content, eventID: eventIDOf(transactionID), transactionID },
      signal,
    );
    return { id: eventID };
  } finally {
    file?.withdraw();
  }
}

export async function edit(
  bridge: HostedBridge,
  login: string,
  change: MessageEdit,
  signal: AbortSignal,
): Promise<void> {
  refuseCommand(bridge, change.text);
  const room = needRoom(bridge, login, change.chatID);
  const content = writeEdit(change, castOf(bridge.homeserver, login));
  await act(bridge, { room, type: 'm.room.message', content, eventID: eventIDOf(change.transactionID) }, signal);
}

export async function remove(
  bridge: HostedBridge,
  login: string,
  removal: MessageRemoval,
  signal: AbortSignal,
): Promise<void> {
  const room = needRoom(bridge, login, removal.chatID);
  if (!removal.forEveryone) needDeletionForMe(bridge, room);
  const content = { redacts: removal.messageID };
  await act(bridge, { room, type: 'm.room.redaction', content, eventID: newEventID() }, signal);
  bridge.homeserver.events.redact(removal.messageID);
}

/** There is one way of deleting, and what it does is the network's to say. @throws SendError where it would be for everyone */
function needDeletionForMe({ homeserver }: HostedBridge, room: Room): void {
  const [features] = homeserver.rooms.allState(room.id, 'com.beeper.room_features');
  const can = chatCapabilities(features?.content ?? {});
  if (can.deleteForMe === true && (can.delete ?? 0) <= 0) return;
  const message = 'The bridge cannot delete a message for you alone. Nothing was deleted.';
  throw new SendError({ outcome: 'certain', retriable: false, reason: 'not_supported', message });
}

export async function react(
  bridge: HostedBridge,
  login: string,
  reaction: OutgoingReaction,
  signal: AbortSignal,
): Promise<void> {
  if (ownReaction(bridge, reaction) !== undefined) return;
  const room = needRoom(bridge, login, reaction.chatID);
  const content = writeReaction(reaction);
  await act(bridge, { room, type: 'm.reaction', content, eventID: newEventID() }, signal);
}

export async function unreact(
  bridge: HostedBridge,
  login: string,
  reaction: OutgoingReaction,
  signal: AbortSignal,
): Promise<void> {
  const mine = ownReaction(bridge, reaction);
  if (mine === undefined) return;
  const room = needRoom(bridge, login, reaction.chatID);
  await act(bridge, { room, type: 'm.room.redaction', content: { redacts: mine.id }, eventID: newEventID() }, signal);
  bridge.homeserver.events.redact(mine.id);
}

function ownReaction({ homeserver }: HostedBridge, { messageID, key }: OutgoingReaction) {
  const isIt = (given: string | undefined) => given !== undefined && isSameKey(given, key);
  return homeserver.events.relating(messageID, 'm.reaction', OWNER, (content) => isIt(readReaction(content)?.key));
}

export async function markRead(bridge: HostedBridge, login: string, mark: ReadMark): Promise<void> {
  const room_id = needRoom(bridge, login, mark.chatID).id;
  const content = { [mark.messageID]: { 'm.read': { [OWNER]: { ts: Date.now() } } } };
  await bridge.push({ ephemeral: [{ type: 'm.receipt', room_id, content }] });
}

export async function typing(bridge: HostedBridge, login: string, notice: TypingNotice): Promise<void> {
  const room_id = needRoom(bridge, login, notice.chatID).id;
  await bridge.push({
    ephemeral: [{ type: 'm.typing', room_id, content: { user_ids: notice.typing ? [OWNER] : [] } }],
  });
}

/** What begins so would be a command to the bridge and would not reach anybody. */
function refuseCommand({ config }: HostedBridge, said: string): void {
  const prefix = commandPrefix(config.type);
  if (!said.startsWith(prefix)) return;
  const message = `A message cannot begin with "${prefix}": the bridge would take it for a command.`;
  throw new SendError({ outcome: 'certain', retriable: false, reason: 'not_allowed', message });
}
