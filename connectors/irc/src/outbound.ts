/** The way out: one line, then a question. When the server answers it, the line was taken or was refused before. */

import { type OutgoingMessage, SendError, type Sent } from '@partyline/connector';
import type { IrcMessage } from 'irc-framework';
import type { Session } from './session.ts';
import { sentence } from './words.ts';

/** Refusals of a PRIVMSG: numeric → reason. All but the last two name the target; https://modern.ircdocs.horse/#numerics */
const REFUSALS: Readonly<Record<string, string>> = {
  '401': 'no_such_recipient',
  '403': 'no_such_chat',
  '404': 'cannot_send_to_chat',
  '407': 'too_many_targets',
  '413': 'no_such_chat',
  '414': 'no_such_chat',
  '415': 'no_such_chat',
  '442': 'not_in_chat',
  '477': 'account_needed',
  '482': 'not_allowed',
  '486': 'account_needed',
  '489': 'not_allowed',
  '492': 'not_allowed',
  '531': 'not_allowed',
  '716': 'recipient_blocks',
  '412': 'empty',
  '417': 'too_long',
};
const WITHOUT_TARGET: ReadonlySet<string> = new Set(['412', '417']);

interface Pending {
  readonly target: string;
  refusal: SendError | undefined;
}

export class Outbound {
  readonly #session: Session;
  readonly #pending: Pending[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /** @throws SendError */
  async send({ chatID, text }: OutgoingMessage): Promise<Sent> {
    const session = this.#session;
    if (session.over) throw refused('not_connected', 'There is no connection to the network.', true);
    const line = composeLine(session, chatID, text);
    const pending: Pending = { target: session.fold(chatID), refusal: undefined };
    this.#pending.push(pending);
    session.write(line);
    try {
      await session.ping();
    } catch {
      if (pending.refusal === undefined) throw lost();
    } finally {
      this.#pending.splice(this.#pending.indexOf(pending), 1);
    }
    if (pending.refusal !== undefined) throw pending.refusal;
    return {};
  }

  /** Sees every numeric; the server answers in order, so a refusal belongs to the oldest open line to that target. */
  line({ command, params }: IrcMessage): void {
    const reason = REFUSALS[command];
    if (reason === undefined) return;
    const target = this.#session.fold(params[1] ?? '');
    const pending = this.#pending.find(
      (one) => one.refusal === undefined && (WITHOUT_TARGET.has(command) || one.target === target),
    );
    if (pending === undefined) return;
    pending.refusal = refused(reason, sentence('The network did not take it', params.at(-1) ?? ''), false);
  }
}

/** @throws SendError where one line cannot carry it */
function composeLine(session: Session, chatID: string, text: string): string {
  if (chatID === '' || chatID.startsWith(':') || /[\s,\p{Cc}]/u.test(chatID)) {
    throw refused('no_such_chat', 'That is no name of a person or channel on IRC.', false);
  }
  if (text === '') throw refused('empty', 'IRC knows no empty messages.', false);
  if (/[\r\n\0]/.test(text)) {
    throw refused('unsupported_text', 'One IRC message is one line: send the lines one by one.', false);
  }
  const line = `PRIVMSG ${chatID} :${text}`;
  const excess = Buffer.byteLength(line) - longestLine(session);
  if (excess > 0) throw refused('too_long', `The text is ${excess} bytes too long for one IRC message.`, false);
  return line;
}

/**
 * Bytes a line may have so that nothing is cut off when the server passes it on with our address in front: 512 with the line end
 * (RFC 2812, section 2.3) less `:nick!user@host `, with the longest user and host the server allows.
 */
function longestLine(session: Session): number {
  const limit = Number(session.setting('LINELEN') ?? 512);
  const user = Number(session.setting('USERLEN') ?? 11) + 1;
  const host = Number(session.setting('HOSTLEN') ?? 63);
  return limit - '\r\n'.length - `:${session.nick}!@ `.length - user - host;
}

function refused(reason: string, message: string, retriable: boolean): SendError {
  return new SendError({ outcome: 'certain', retriable, reason, message });
}

function lost(): SendError {
  const message = 'The connection was lost before the network confirmed; it may have been delivered.';
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'connection_lost', message });
}
