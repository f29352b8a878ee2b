/** What is to be told to the server, in its words. */

import type { MessageEvent, NetworkEvent } from '@partyline/connector';
import { type Fields, fields, readMessage, readReaction, redactedID, text } from '@partyline/matrix-content';
import type { Homeserver } from '../host/homeserver.ts';
import type { StoredEvent } from '../store/events.ts';
import type { Room } from '../store/rooms.ts';
import type { Untold } from '../store/untold.ts';
import { castOf } from './cast.ts';
import { chatOfRoom, chatRef, memberOfRoom } from './chat-of-room.ts';

/** One thing as events; none when there is nothing in it for people. */
export function toldEvents(homeserver: Homeserver, login: string, item: Untold): NetworkEvent[] {
  const { events, rooms } = homeserver;
  if (item.kind === 'removed') {
    const chatID = text(item.told['portal']);
    return chatID === undefined ? [] : [{ kind: 'chat_removed', account: login, chatID }];
  }
  const room = rooms.get(item.room);
  if (room?.portal === undefined) return [];
  switch (item.kind) {
    case 'room': {
      const chat = chatOfRoom(homeserver, room, login);
      return chat === undefined ? [] : [{ kind: 'chat', account: login, ...chat }];
    }
    case 'member':
      return member(homeserver, room, login, item.subject);
    case 'read':
      return read(homeserver, room, login, item);
    case 'event':
    case 'history':
    case 'settled': {
      const event = events.get(item.subject);
      if (event === undefined) return [];
      if (event.type === 'm.room.redaction') return redaction(homeserver, room, login, event, item.told);
      return event.isRedacted ? [] : said(homeserver, room, login, event, item.kind === 'history');
    }
  }
}

/** A message, an edit or a reaction. */
function said(homeserver: Homeserver, room: Room, login: string, event: StoredEvent, history: boolean): NetworkEvent[] {
  const cast = castOf(homeserver, login);
  const chat = chatRef(homeserver, room, login);
  if (chat === undefined) return [];
  const { id, ts: timestamp } = event;
  const account = login;
  if (event.type === 'm.reaction') {
    const reaction = readReaction(event.content);
    if (reaction === undefined) return [];
    return [{ kind: 'reaction', account, chatID: chat.id, ...reaction, sender: cast.sender(event.sender), timestamp }];
  }
  const read = readMessage(event.type, event.content, cast);
  if (read === undefined) return [];
  const { replaces, senderName, replyTo, type, ...content } = read;
  if (replaces !== undefined)
    return [{ kind: 'edit', account, id, chatID: chat.id, messageID: replaces, timestamp, ...content }];
  const sender = cast.sender(event.sender);
  const message: MessageEvent = {
    kind: 'message',
    account,
    id,
    chat,
    sender: senderName === undefined ? sender : { ...sender, name: senderName },
    timestamp,
    ...content,
    ...(type !== undefined && { type }),
    ...(replyTo !== undefined && { replyTo }),
    ...(history && { history }),
    ...(event.transactionID !== undefined && { transactionID: event.transactionID }),
  };
  return [message];
}

/** @param before the event that was taken back, as far as it was known then */
function redaction(
  homeserver: Homeserver,
  room: Room,
  login: string,
  event: StoredEvent,
  before: Fields,
): NetworkEvent[] {
  const target = text(before['target']) ?? redactedID(event);
  const chatID = room.portal;
  if (target === undefined || chatID === undefined) return [];
  const reaction = before['type'] === 'm.reaction' ? readReaction(fields(before['content'])) : undefined;
  if (reaction === undefined)
    return [{ kind: 'removal', account: login, chatID, messageID: target, timestamp: event.ts }];
  const sender = castOf(homeserver, login).sender(text(before['sender']) ?? event.sender);
  return [{ kind: 'reaction', account: login, chatID, ...reaction, sender, removed: true, timestamp: event.ts }];
}

function member(homeserver: Homeserver, room: Room, login: string, mxid: string): NetworkEvent[] {
  // A direct chat is called after the other person.
  const chat = chatRef(homeserver, room, login);
  const id = castOf(homeserver, login).userID(mxid);
  if (chat === undefined || id === undefined) return [];
  const items = memberOfRoom(homeserver, room, login, mxid);
  const participants = { items, complete: false, ...(items.length === 0 && { gone: [id] }) };
  return [{ kind: 'chat', account: login, chat, participants }];
}

function read(
  { profiles, identities }: Homeserver,
  room: Room,
  login: string,
  { subject, told }: Untold,
): NetworkEvent[] {
  const chatID = room.portal;
  const reader = castOf({ profiles, identities }, login).sender(subject);
  const messageID = text(told['event']);
  const timestamp = Number(told['ts']);
  if (chatID === undefined || messageID === undefined) return [];
  return [{ kind: 'read', account: login, chatID, reader, messageID, timestamp }];
}
