/** Whether the owner is signed in, and signing in and out. */

import { APIConnectionError, APIError } from '@partyline/client';
import type { Calls } from './calls.ts';
import { createStore, type Readable } from './store.ts';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable' }
  /** Nobody chose a passphrase yet. */
  | { readonly kind: 'unclaimed'; readonly version: string }
  | { readonly kind: 'signed-out'; readonly version: string }
  | { readonly kind: 'signed-in'; readonly version: string };

/** The part of the session that the app keeps itself. */
export interface AppKey {
  get(): string | undefined;
  set(key: string | undefined): void;
}

export interface Session {
  readonly state: Readable<SessionState>;
  /** Asks the server; never throws. */
  check(): Promise<void>;
  /** The same, at the start. @param key of a session that began on another page, if it did: it is kept when it is good */
  begin(key: string | undefined): Promise<void>;
  /** @throws APIError 403 for a wrong passphrase, 429 after too many, APIConnectionError */
  signIn(passphrase: string): Promise<void>;
  /** @throws APIError, APIConnectionError: then it is still signed in */
  signOut(): Promise<void>;
  /** The server said that the session is over. */
  ended(): void;
}

interface SessionAnswer {
  readonly claimed: boolean;
  readonly signedIn: boolean;
  readonly version: string;
}

export interface SessionParts {
  readonly origin: string;
  readonly appKey: AppKey;
  appHeaders(): Record<string, string>;
  /** What the rest of the app asks of the server. */
  readonly calls: Calls;
}

export function createSession({ origin, appKey, appHeaders, calls }: SessionParts): Session {
  const state = createStore<SessionState>({ kind: 'loading' });
  const call = async (method: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${origin}/app/session`, {
      method,
      headers: { ...appHeaders(), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new APIConnectionError(undefined, cause);
    });
    if (response.ok) return response;
    throw APIError.generate(response.status, response.headers, await response.text());
  };
  const ask = async (): Promise<SessionAnswer> => (await call('GET')).json();
  const askWith = async (key: string): Promise<SessionAnswer> => {
    const former = appKey.get();
    appKey.set(key);
    const answer = await ask();
    if (answer.signedIn || former === undefined) return answer;
    appKey.set(former);
    return ask();
  };
  const begin = async (key: string | undefined) => {
    try {
      const { claimed, signedIn, version } = await (key === undefined ? ask() : askWith(key));
      state.set({ kind: signedIn ? 'signed-in' : claimed ? 'signed-out' : 'unclaimed', version });
    } catch {
      state.set({ kind: 'unreachable' });
    }
  };
  const check = () => begin(undefined);
  const ended = () => {
    const now = state.get();
    if (now.kind === 'signed-in') state.set({ kind: 'signed-out', version: now.version });
  };
  return {
    state,
    check,
    begin,
    ended,
    async signIn(passphrase) {
      const answer: { readonly appKey: string } = await (await call('POST', { passphrase })).json();
      appKey.set(answer.appKey);
      await check();
    },
    signOut: () =>
      calls.end(async () => {
        await call('DELETE');
        appKey.set(undefined);
        ended();
      }),
  };
}
