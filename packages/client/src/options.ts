/** What a client is made with, and the defaults from the environment. */

import { PartylineError } from './errors.ts';
import type { Clock } from './retry.ts';

export interface ClientOptions {
  /**
   * Bearer token. By default `BEEPER_ACCESS_TOKEN`, then `PARTYLINE_ACCESS_TOKEN`, of the environment. `null` sends none, for a browser whose session
   * with the server is in a cookie.
   */
  accessToken?: string | null | undefined;
  /** Where the server is. By default `BEEPER_BASE_URL` of the environment, else `http://localhost:23373`. */
  baseURL?: string | null | undefined;
  /** Milliseconds one try may take, answer included. 30,000 by default. A time-out is retried, so a call can take longer in all. */
  timeout?: number | undefined;
  /** How many times a failed request is repeated. 2 by default. */
  maxRetries?: number | undefined;
  /** Sent with every request. */
  defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** Instead of the built-in `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Instead of the system's time and chance, for tests. */
  clock?: Clock | undefined;
}

const defaultBaseURL = 'http://localhost:23373';

/** @throws PartylineError when there is no token, or it cannot be one. */
export function resolveAccessToken(given: string | null | undefined): string | null {
  if (given === null) return null;
  const token = given ?? readEnv('BEEPER_ACCESS_TOKEN') ?? readEnv('PARTYLINE_ACCESS_TOKEN');
  // Anything else cannot travel in a header; `fetch` would fail with a text that says nothing about the token.
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token)) return token;
  if (token !== undefined) throw new PartylineError('The access token holds a character that a token cannot have.');
  throw new PartylineError(
    'An access token is missing. Make one with `partyline token create`, then set BEEPER_ACCESS_TOKEN or pass it: ' +
      "new Partyline({ accessToken: 'the token' }).",
  );
}

/** @throws PartylineError when the address is not one of HTTP. */
export function resolveBaseURL(given: string | null | undefined): string {
  const url = given || readEnv('BEEPER_BASE_URL') || defaultBaseURL;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new PartylineError(`The base URL must be like ${defaultBaseURL}, but it is ${JSON.stringify(url)}.`);
  }
  return url.replace(/\/+$/, '');
}

/** An empty variable counts as unset. Also works where there is no `process`, as in a browser. */
function readEnv(name: string): string | undefined {
  return (typeof process === 'undefined' ? undefined : process.env[name]?.trim()) || undefined;
}
