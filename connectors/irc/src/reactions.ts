/** Reactions as client tags: https://ircv3.net/specs/client-tags/react */

import type { ReactionEvent } from '@partyline/connector';
import type { IrcMessage } from 'irc-framework';
import { placeOf, repliedTo, serverTime } from './conversation.ts';
import type { Session } from './session.ts';

const LONGEST_KEY = 64;

/** @returns `undefined` for any other line */
export function readReaction(session: Session, { command, nick, params, tags }: IrcMessage): ReactionEvent | undefined {
  const target = params[0] ?? '';
  if (command !== 'TAGMSG' || nick === '' || target === '') return undefined;
  const messageID = repliedTo(tags);
  const removed = tags['+draft/unreact'] !== undefined;
  const key = tags['+draft/unreact'] ?? tags['+draft/react'] ?? '';
  if (messageID === undefined || key === '' || key.length > LONGEST_KEY) return undefined;
  const { chat, sender } = placeOf(session, nick, target);
  const timestamp = serverTime(Date.parse(tags['time'] ?? '')) ?? Date.now();
  return { kind: 'reaction', chatID: chat.id, messageID, sender, key, timestamp, ...(removed && { removed: true }) };
}
