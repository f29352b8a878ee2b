/** The newest state of each login, as the bridge tells them. */

import { type Fields, text } from '@partyline/matrix-content';
import { type BridgeState, readState } from './bridge-state.ts';

export interface LoginStates {
  of(login: string): BridgeState | undefined;
  take(told: Fields): void;
  set(login: string, state: BridgeState): void;
  /** Calls back with every state of a login from now on, until the signal aborts. */
  follow(login: string, callback: (state: BridgeState) => void, signal: AbortSignal): void;
  /** What was so is not known any more. */
  forget(): void;
}

export function createLoginStates(): LoginStates {
  const states = new Map<string, BridgeState>();
  const followers = new Map<string, Set<(state: BridgeState) => void>>();
  const set = (login: string, state: BridgeState) => {
    states.set(login, state);
    for (const callback of [...(followers.get(login) ?? [])]) callback(state);
  };
  return {
    of: (login) => states.get(login),
    take(told) {
      const login = text(told['remote_id']);
      const state = readState(told);
      if (login !== undefined && state !== undefined) set(login, state);
    },
    set,
    follow(login, callback, signal) {
      if (signal.aborted) return;
      const of = followers.get(login) ?? new Set();
      followers.set(login, of.add(callback));
      signal.addEventListener('abort', () => of.delete(callback), { once: true });
    },
    forget: () => states.clear(),
  };
}
