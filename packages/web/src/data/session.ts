/** Whether the owner is signed in, and signing in and out. */

import { APIConnectionError, APIError } from '@partyline/client';
import { appHeaders } from './api.ts';
import { createStore, type Readable } from './store.ts';

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreachable' }
  /** Nobody chose a passphrase yet. */
  | { readonly kind: 'unclaimed'; readonly version: string }
  | { readonly kind: 'signed-out'; readonly version: string }
  | { readonly kind: 'signed-in'; readonly version: string };

export interface Session {
  readonly state: Readable<SessionState>;
  /** Asks the server; never throws. */
  check(): Promise<void>;
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

export function createSession(origin: string): Session {
  const state = createStore<SessionState>({ kind: 'loading' });
  const call = async (method: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${origin}/app/session`, {
      method,
      headers: { ...appHeaders, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new APIConnectionError(undefined, cause);
    });
    if (response.ok) return response;
    throw APIError.generate(response.status, response.headers, await response.text());
  };
  const check = async () => {
    try {
      const answer: SessionAnswer = await (await call('GET')).json();
      const { claimed, signedIn, version } = answer;
      state.set({ kind: signedIn ? 'signed-in' : claimed ? 'signed-out' : 'unclaimed', version });
    } catch {
      state.set({ kind: 'unreachable' });
    }
  };
  const ended = () => {
    const now = state.get();
    if (now.kind === 'signed-in') state.set({ kind: 'signed-out', version: now.version });
  };
  return {
    state,
    check,
    ended,
    async signIn(passphrase) {
      await call('POST', { passphrase });
      await check();
    },
    async signOut() {
      await call('DELETE');
      ended();
    },
  };
}
