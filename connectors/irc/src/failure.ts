/** Turns the ways an IRC server says no into states and sentences for the person. */

import type { EndState } from '@partyline/connector';
import { RegistrationError } from './registration-error.ts';
import { plainWords, sentence } from './words.ts';

/** A ban in the words of ircds in use: `K-lined: ...`, `(K-Line)`, `G-Lined`, `You are banned from this server`, `AKILL`. */
const BAN = /\b(?:[dgkqrxz]-?\s?lined?\b|akill|autokill|banned|blacklist|not welcome|dnsbl)/i;
/** ngIRCd: `Bad password?`; InspIRCd: `Access denied by configuration`; others: `Password mismatch`, 464's text. */
const BAD_PASSWORD =
  /bad (?:server )?password|password (?:is )?(?:incorrect|mismatch|required)|invalid password|access denied by configuration/i;

/** How far the sign-in had come. */
export interface Progress {
  readonly registered: boolean;
  /** Whether the server was given a password of its own; that of an account does not count. */
  readonly passwordSent: boolean;
}

/**
 * Why the server ended the link.
 *
 * @param words the text of its ERROR, or of the numeric that came before it; `undefined` when it just closed
 */
export function endedByServer(words: string | undefined, { registered, passwordSent }: Progress): RegistrationError {
  if (words === undefined) {
    const text = registered
      ? 'The server closed the connection.'
      : 'The server closed the connection before the sign-in was done.';
    return new RegistrationError({ state: 'lost', text }, { check: ['server', 'port', 'tls'] });
  }
  const said = plainWords(words);
  if (BAN.test(said)) return banned(said);
  if (!registered && BAD_PASSWORD.test(said)) return passwordRefused(said, passwordSent);
  return new RegistrationError({ state: 'lost', text: sentence('The server ended the connection', said) });
}

export function banned(words: string): RegistrationError {
  const text = `${sentence('The server does not let you in', words)} Ask its operators.`;
  return new RegistrationError({ state: 'blocked', text });
}

/** @param sent whether there was a password to refuse */
export function passwordRefused(words: string, sent: boolean): RegistrationError {
  if (!sent) {
    const text = 'This server wants a password. Sign in again, choose “server-password” and enter it.';
    const atLogin = 'This server wants a password. Choose “server-password” and enter it.';
    return new RegistrationError({ state: 'signed_out', text }, { check: ['auth', 'password'], text: atLogin });
  }
  const refusal = sentence('The server did not accept the password', words);
  const text = `${refusal} Sign in again with the right one.`;
  return new RegistrationError({ state: 'signed_out', text }, { check: ['password'], text: refusal });
}

/** @param reason the library's word: `fail`, `nick_locked`, `unsupported_mechanism`, `too_long` or `capability_missing` */
export function saslFailed(reason: string, words: string | undefined): RegistrationError {
  if (reason === 'capability_missing') return saslMissing();
  if (reason === 'unsupported_mechanism') {
    const refusal = 'The server does not offer SASL PLAIN, the one method Partyline knows.';
    const text = `${refusal} Sign in again with another method.`;
    return new RegistrationError({ state: 'signed_out', text }, { check: ['auth'], text: refusal });
  }
  const refusal = sentence('The network did not accept the account name or password', words ?? '');
  const text = `${refusal} Sign in again with the right ones.`;
  return new RegistrationError({ state: 'signed_out', text }, { check: ['account', 'password'], text: refusal });
}

/** Not `signed_out`: a network stops offering SASL while its services are away, and the credentials stay good. */
export function saslMissing(): RegistrationError {
  const text = 'The server offers no SASL at the moment: its services are away, or it knows none.';
  return new RegistrationError({ state: 'lost', text }, { check: ['auth'] });
}

export function nickRefused(nick: string, words: string): RegistrationError {
  const refusal = sentence(`The server does not accept the nick “${plainWords(nick)}”`, words);
  const text = `${refusal} Sign in again with another one.`;
  const atLogin = `${refusal} Choose another one.`;
  return new RegistrationError({ state: 'signed_out', text }, { check: ['nick'], text: atLogin });
}

export function nickTaken(nick: string): RegistrationError {
  const text = `The nick “${plainWords(nick)}” is in use on this network. Choose another one, or try again later.`;
  const ours = 'If it is yours already, it may still be connected here: sign in to that account again instead.';
  return new RegistrationError({ state: 'lost', text }, { check: ['nick'], text: `${text} ${ours}` });
}

export function registrationTimedOut(limitMs: number): RegistrationError {
  const text = `The server did not let us in within ${Math.ceil(limitMs / 1000)} s.`;
  return new RegistrationError({ state: 'lost', text }, { check: ['server', 'port', 'tls'] });
}

/** The end that follows a failure to store: what was not stored was not acknowledged. */
export const NOT_STORED: EndState = {
  state: 'lost',
  text: 'Incoming messages could not be stored, so the connection was ended before the server believed them delivered.',
};
