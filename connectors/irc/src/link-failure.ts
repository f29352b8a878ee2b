/** Turns failures of the network below IRC into states and sentences for the person. */

import { RegistrationError } from './registration-error.ts';
import type { Settings } from './settings.ts';
import { plainWords, sentence } from './words.ts';

/** Node's words for a server that closed instead of answering the TLS handshake; they come with the code of any other cut. */
const CUT_IN_HANDSHAKE = /before secure TLS connection was established/;

/** A failure of name lookup, TCP or TLS. */
export function linkFailed(error: unknown, { server, port }: Pick<Settings, 'server' | 'port'>): RegistrationError {
  const code = errorCode(error);
  const tls = code === undefined ? undefined : TLS_REASONS[code];
  if (tls !== undefined || code?.startsWith('ERR_TLS') === true) {
    const unverified = sentence(`The identity of ${server} could not be verified`, tls ?? messageOf(error));
    const text = `${unverified} If you know this server and trust the way to it, choose TLS “yes-unverified”.`;
    return new RegistrationError({ state: 'lost', text }, { check: ['tls'] });
  }
  if (code?.startsWith('ERR_SSL') === true || code === 'EPROTO' || CUT_IN_HANDSHAKE.test(messageOf(error))) {
    const text = `${server} does not speak TLS on this port. Check the port, or choose TLS “no”.`;
    return new RegistrationError({ state: 'lost', text }, { check: ['port', 'tls'] });
  }
  const reason = (code === undefined ? undefined : LINK_REASONS[code]) ?? messageOf(error);
  const text = sentence(`No connection to ${server}, port ${port}`, reason);
  const nameFailed = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return new RegistrationError({ state: 'lost', text }, { check: nameFailed ? ['server'] : ['server', 'port'] });
}

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
