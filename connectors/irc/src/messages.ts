/** What a line of conversation is to the server. */

import { randomUUID } from 'node:crypto';
import type { MessageEvent } from '@partyline/connector';
import { plainToHTML } from '@partyline/rich-text';
import type { MessageEvent as IrcEvent } from 'irc-framework';
import { messageID, placeOf, repliedTo, serverTime } from './conversation.ts';
import { readCodes } from './formatting/read-codes.ts';
import { runsToHTML, textOf } from './formatting/runs-to-html.ts';
import type { Session } from './session.ts';

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
    const content = event.from_server ? undefined : readContent(kind, event.nick, event.message);
    if (content === undefined) return undefined;
    const { chat, sender } = placeOf(this.#session, event.nick, event.target);
    const replyTo = repliedTo(event.tags);
    const mentioned = chat.type === 'group' && !sender.isSelf && this.#namesUs(content.text);
    return {
      kind: 'message',
      id: messageID(event.tags['msgid']) ?? this.#nextID(),
      chat,
      sender,
      timestamp: serverTime(event.time) ?? Date.now(),
      ...content,
      ...(kind === 'notice' && { type: 'NOTICE' as const }),
      ...(replyTo !== undefined && { replyTo }),
      ...(mentioned && { mentions: [this.#session.fold(this.#session.nick)] }),
    };
  }

  /** Whether the ID is one the network could know. */
  isFromNetwork(id: string): boolean {
    return !MADE_HERE.test(id);
  }

  #nextID(): string {
    this.#count += 1;
    return `${this.#connection}-${this.#count}`;
  }

  /** IRC mentions people by writing their nick. */
  #namesUs(text: string): boolean {
    const nick = this.#session.fold(this.#session.nick);
    const folded = this.#session.fold(text);
    for (let at = folded.indexOf(nick); at !== -1; at = folded.indexOf(nick, at + 1)) {
      if (!isNickCharacter(folded.charAt(at - 1)) && !isNickCharacter(folded.charAt(at + nick.length))) return true;
    }
    return false;
  }
}

const MADE_HERE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d+$/;

function isNickCharacter(character: string): boolean {
  return /[\p{L}\p{N}_[\]\\^{}|`-]/u.test(character);
}

/** An action reads as people see it on IRC: `* nick waves`, in italics. */
function readContent(kind: Kind, nick: string, line: string): { text: string; html?: string } | undefined {
  const runs = readCodes(line);
  const text = textOf(runs);
  if (text === '') return undefined;
  const html = runsToHTML(runs);
  if (kind !== 'action') return html === undefined ? { text } : { text, html };
  return { text: `* ${nick} ${text}`, html: `<em>* ${plainToHTML(nick)} ${html ?? plainToHTML(text)}</em>` };
}
