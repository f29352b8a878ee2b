/** Tells the server who is typing in the chats of a login, past the line in which everything waits that must not be lost. */

import type { Host, TypingEvent } from '@partyline/connector';
import type { Homeserver } from '../host/homeserver.ts';
import type { TypingWord } from '../host/typing-news.ts';
import { castOf } from './cast.ts';

export function tellTyping(
  homeserver: Homeserver,
  login: string,
  host: Pick<Host, 'ingest'>,
  signal: AbortSignal,
): void {
  const tell = (word: TypingWord) => {
    const event = typingEvent(homeserver, login, word);
    // Nobody misses a word of the moment that got lost.
    if (event !== undefined) host.ingest([event]).catch(() => undefined);
  };
  homeserver.typing.follow(login, tell, signal);
}

/** Undefined for the own person, and for who is nobody on the network. */
function typingEvent(
  homeserver: Homeserver,
  login: string,
  { room, user, isTyping, timeoutMs }: TypingWord,
): TypingEvent | undefined {
  const cast = castOf(homeserver, login);
  const chatID = homeserver.rooms.get(room)?.portal;
  if (chatID === undefined || cast.userID(user) === undefined) return undefined;
  const sender = cast.sender(user);
  if (sender.isSelf) return undefined;
  const about = { kind: 'typing', account: login, chatID, sender, isTyping } as const;
  return isTyping && timeoutMs !== undefined ? { ...about, timeoutMs } : about;
}
