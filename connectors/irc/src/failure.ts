/** Turns the ways an IRC server and the network below it say no into states and sentences for the person. */

import type { EndState } from '@partyline/connector';
import { RegistrationError } from './registration-error.ts';
import { plainWords } from './words.ts';

/** A ban in the words of ircds in use: `K-lined: ...`, `(K-Line)`, `G-Lined`, `You are banned from this server`, `AKILL`. */
const BAN = /\b(?:[dgkqrxz]-?\s?lined?\b|akill|autokill|banned|blacklist|not welcome|dnsbl)/i;
/** ngIRCd: `Bad password?`; InspIRCd: `Access denied by configuration`; others: `Password mismatch`, 464's text. */
const BAD_PASSWORD =
  /bad (?:server )?password|password (?:is )?(?:incorrect|mismatch|required)|invalid password|access denied by configuration/i;

/**
 * Why the server ended the link.
 *
 * @param words the text of its ERROR, or of the numeric that came before it; `undefined` when it just closed
 */
export function endedByServer(words: string | undefined, registered: boolean): RegistrationError {
  if (words === undefined) {
    const text = registered
      ? 'The server closed the connection. Partyline connects again by itself.'
      : 'The server closed the connection before the sign-in was done.';
    return new RegistrationError({ state: 'lost', text }, 'server');
  }
  const said = plainWords(words);
  if (BAN.test(said)) return banned(said);
  if (!registered && BAD_PASSWORD.test(said)) return passwordRefused(said);
  return new RegistrationError({ state: 'lost', text: `The server ended the connection: ${said}` }, 'server');
}

export function banned(words: string): RegistrationError {
  const text = `The server does not let you in: ${plainWords(words)}. Ask its operators.`;
  return new RegistrationError({ state: 'blocked', text });
}

export function passwordRefused(words: string): RegistrationError {
  const text = `The server did not accept the server password: ${plainWords(words)}. Sign in again with the right one.`;
  return new RegistrationError({ state: 'signed_out', text }, 'credentials');
}

/** @param reason the library's word: `fail`, `nick_locked`, `unsupported_mechanism`, `too_long` or `capability_missing` */
export function saslFailed(reason: string, words: string | undefined): RegistrationError {
  if (reason === 'capability_missing') return saslMissing();
  const said = words === undefined ? '' : ` (${plainWords(words)})`;
  const text =
    reason === 'unsupported_mechanism'
      ? 'The server does not offer SASL PLAIN, the one method Partyline knows. Sign in again with another method.'
      : `The network did not accept the account name or password${said}. Sign in again with the right ones.`;
  return new RegistrationError({ state: 'signed_out', text }, 'credentials');
}

/** Not `signed_out`: a network stops offering SASL while its services are away, and the credentials stay good. */
export function saslMissing(): RegistrationError {
  const text = 'The server offers no SASL at the moment: its services are away, or it knows none.';
  return new RegistrationError({ state: 'lost', text }, 'credentials');
}

export function nickRefused(nick: string, words: string): RegistrationError {
  const text = `The server does not accept the nick “${plainWords(nick)}”: ${plainWords(words)}. Choose another one.`;
  return new RegistrationError({ state: 'signed_out', text }, 'nick');
}

export function nickTaken(nick: string): RegistrationError {
  const text = `The nick “${plainWords(nick)}” is in use on this network. Choose another one, or try again later.`;
  return new RegistrationError({ state: 'lost', text }, 'nick');
}

export function registrationTimedOut(limitMs: number): RegistrationError {
  const text = `The server did not let us in within ${Math.ceil(limitMs / 1000)} s.`;
  return new RegistrationError({ state: 'lost', text }, 'server');
}

/** Node's words for a server that closed instead of answering the TLS handshake; they come with the code of any other cut. */
const CUT_IN_HANDSHAKE = /before secure TLS connection was established/;

/** A failure below IRC: name lookup, TCP or TLS. */
export function linkFailed(error: unknown, server: string): RegistrationError {
  const code = errorCode(error);
  const tls = code === undefined ? undefined : TLS_REASONS[code];
  if (tls !== undefined || code?.startsWith('ERR_TLS') === true) {
    const text = `The identity of ${server} could not be verified: ${tls ?? messageOf(error)}. If you know this server and trust the way to it, choose TLS “yes-unverified”.`;
    return new RegistrationError({ state: 'lost', text }, 'tls');
  }
  if (code?.startsWith('ERR_SSL') === true || code === 'EPROTO' || CUT_IN_HANDSHAKE.test(messageOf(error))) {
    const text = `${server} does not speak TLS on this port. Check the port, or choose TLS “no”.`;
    return new RegistrationError({ state: 'lost', text }, 'tls');
  }
  const reason = (code === undefined ? undefined : LINK_REASONS[code]) ?? messageOf(error);
  return new RegistrationError({ state: 'lost', text: `No connection to ${server}: ${reason}.` }, 'server');
}

/** The end that follows a failure to store: what was not stored was not acknowledged. */
export const NOT_STORED: EndState = {
  state: 'lost',
  text: 'Incoming messages could not be stored, so the connection was ended before the server believed them delivered.',
};

/** Codes of Node and OpenSSL for certificates; https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const TLS_REASONS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate was signed by somebody unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate was signed by somebody unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate was signed by somebody unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate was signed by somebody unknown',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  HOSTNAME_MISMATCH: 'its certificate is for another name',
};

const LINK_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no server of that name',
  EAI_AGAIN: 'its name could not be looked up; is this machine online?',
  ENETUNREACH: 'the network is unreachable; is this machine online?',
  EHOSTUNREACH: 'the server is unreachable',
  ETIMEDOUT: 'the server does not answer',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
};

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code;
}

function messageOf(error: unknown): string {
  return plainWords(error instanceof Error ? error.message : String(error));
}
