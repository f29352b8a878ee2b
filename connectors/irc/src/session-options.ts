/** What a session is told at its start, and whom it tells. */

import type { Log } from '@partyline/connector';
import type { IrcMessage, MessageEvent } from 'irc-framework';
import type { RegistrationError } from './registration-error.ts';
import type { Settings } from './settings.ts';

export interface SessionOptions {
  readonly settings: Settings;
  /** For SASL or the server; empty without either. */
  readonly password: string;
  /** Whether a taken nick fails the session or another one will do. */
  readonly whenNickTaken: 'fail' | 'take-another';
  /** From the first packet to the end of registration. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly listener: SessionListener;
}

export interface SessionListener {
  message(kind: 'privmsg' | 'notice' | 'action', event: MessageEvent): void;
  /** The server asks whether everything up to here was received: `answer` says yes. */
  ping(answer: () => void): void;
  /** Our nick or account changed. */
  identityChanged(): void;
  /** Any line after registration but PING, PONG and ERROR, after it was dispatched. */
  line(message: IrcMessage): void;
  /** A line that we labelled has been answered whole. */
  answered(label: string): void;
  /** The session, once open, is over. Called at most once, and not after `quit` or an abort. */
  ended(error: RegistrationError): void;
}
