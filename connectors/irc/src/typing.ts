/** Typing of others as a client tag: https://ircv3.net/specs/client-tags/typing */

import type { TypingEvent } from '@partyline/connector';
import type { IrcMessage } from 'irc-framework';
import { placeOf } from './conversation.ts';
import type { Session } from './session.ts';

/** So long without another word "active" is over; who goes on typing says so every 3 s. */
const ACTIVE_MS = 6_000;

/** @returns `undefined` for any other line, and for what one's own other clients say */
export function readTyping(session: Session, { command, nick, params, tags }: IrcMessage): TypingEvent | undefined {
  const target = params[0] ?? '';
  const state = tags['+typing'];
  if (command !== 'TAGMSG' || nick === '' || target === '') return undefined;
  if (state !== 'active' && state !== 'paused' && state !== 'done') return undefined;
  const { chat, sender } = placeOf(session, nick, target);
  if (sender.isSelf) return undefined;
  const about = { kind: 'typing', chatID: chat.id, sender } as const;
  return state === 'active' ? { ...about, isTyping: true, timeoutMs: ACTIVE_MS } : { ...about, isTyping: false };
}
