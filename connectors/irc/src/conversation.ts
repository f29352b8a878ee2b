/** Where a line of conversation belongs, and what its tags say. */

import type { ChatRef, Sender } from '@partyline/connector';
import type { Session } from './session.ts';

/** Longest `msgid` taken over; the specification sets no limit of its own. */
const LONGEST_ID = 256;
/** Last millisecond an ECMAScript date can hold. */
const LAST_DATE = 8_640_000_000_000_000;

export interface Place {
  readonly chat: Required<ChatRef>;
  readonly sender: Required<Sender>;
}

export function placeOf(session: Pick<Session, 'fold' | 'isChannel' | 'nick'>, nick: string, target: string): Place {
  const id = session.fold(nick);
  const isSelf = id === session.fold(session.nick);
  const isGroup = session.isChannel(target);
  // Our own words to somebody come back on a bouncer or as an echo: that chat is with whom they were for.
  const chat = isGroup || isSelf ? target : nick;
  return {
    chat: { id: session.fold(chat), type: isGroup ? 'group' : 'single', title: chat },
    sender: { id, name: nick, isSelf },
  };
}

/** https://ircv3.net/specs/extensions/message-ids */
export function messageID(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value.length > LONGEST_ID ? undefined : value;
}

/** https://ircv3.net/specs/client-tags/reply; `+reply` is what it will be called. */
export function repliedTo(tags: Readonly<Record<string, string>>): string | undefined {
  return messageID(tags['+draft/reply'] ?? tags['+reply']);
}

/** The server's time in milliseconds, where it told a sound one. */
export function serverTime(time: number | undefined): number | undefined {
  return time !== undefined && Number.isFinite(time) && time > 0 && time <= LAST_DATE ? time : undefined;
}
