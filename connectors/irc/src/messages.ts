/** What a line of conversation is to the server. */

import { randomUUID } from 'node:crypto';
import type { MessageEvent } from '@partyline/connector';
import type { MessageEvent as IrcEvent } from 'irc-framework';
import type { Session } from './session.ts';

/** Longest `msgid` taken over; the specification sets no limit of its own. */
const LONGEST_ID = 256;
/** Last millisecond an ECMAScript date can hold. */
const LAST_DATE = 8_640_000_000_000_000;

type Kind = 'privmsg' | 'notice' | 'action';

export class MessageReader {
  readonly #session: Pick<Session, 'fold' | 'isChannel' | 'nick'>;
  /** Makes IDs of messages without `msgid` unlike those of any other connection. */
  readonly #connection = randomUUID();
  #count = 0;

  constructor(session: Pick<Session, 'fold' | 'isChannel' | 'nick'>) {
    this.#session = session;
  }

  /** `undefined` for what no person or service wrote, and for empty texts. */
  read(kind: Kind, event: IrcEvent): MessageEvent | undefined {
    if (event.from_server || event.message === '') return undefined;
    const session = this.#session;
    const sender = session.fold(event.nick);
    const isSelf = sender === session.fold(session.nick);
    const isGroup = session.isChannel(event.target);
    // Our own words to somebody come back on a bouncer or as an echo: that chat is with whom they were for.
    const chat = isGroup || isSelf ? event.target : event.nick;
    return {
      kind: 'message',
      id: this.#id(event.tags['msgid']),
      chat: { id: session.fold(chat), type: isGroup ? 'group' : 'single', title: chat },
      sender: { id: sender, name: event.nick, isSelf },
      timestamp: timestamp(event.time),
      text: event.message,
      ...(kind === 'notice' && { type: 'NOTICE' as const }),
    };
  }

  /** https://ircv3.net/specs/extensions/message-ids */
  #id(msgid: string | undefined): string {
    if (msgid !== undefined && msgid !== '' && msgid.length <= LONGEST_ID) return msgid;
    this.#count += 1;
    return `${this.#connection}-${this.#count}`;
  }
}

function timestamp(time: number | undefined): number {
  return time !== undefined && Number.isFinite(time) && time > 0 && time <= LAST_DATE ? time : Date.now();
}
