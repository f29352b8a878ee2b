/** The state of one login, from the bridge to the server. */

import { ConnectionError, type ConnectionState, type EndState } from '@partyline/connector';
import { meaningOf } from './bridge-state.ts';
import type { HostedBridge } from './hosted-bridge.ts';
import { profileOf, whoami } from './whoami.ts';

/** A network that has been lost for a moment is waited for, since the bridge tries again by itself and tells. */
const patienceMs = 45_000;

const gone = ({ goneText }: HostedBridge): EndState => ({ state: 'lost', text: goneText });
const unknown: EndState = {
  state: 'signed_out',
  text: 'The bridge does not know this account any more. Sign in again.',
};

/** Resolves when the login can be used. @throws ConnectionError with the state it is in instead */
export async function awaitUsable(bridge: HostedBridge, login: string, signal: AbortSignal): Promise<ConnectionState> {
  const settled = Promise.withResolvers<ConnectionState>();
  const waiting = new AbortController();
  const until = AbortSignal.any([signal, waiting.signal]);
  let last: EndState = { state: 'lost', text: 'The bridge does not say whether this account is connected.' };
  const fail = (state: EndState) => settled.reject(new ConnectionError(state));

  const look = () => {
    const state = bridge.states.of(login);
    const meaning = state && meaningOf(state);
    if (meaning?.is === 'usable') settled.resolve(connected(bridge, login, meaning.state));
    else if (meaning?.is === 'underway') last = { state: 'lost', text: meaning.text };
    else if (meaning?.state.state === 'lost') last = meaning.state;
    else if (meaning !== undefined) fail(meaning.state);
  };
  bridge.states.follow(login, look, until);
  bridge.onLost(() => fail(gone(bridge)), until);
  until.addEventListener('abort', () => settled.reject(signal.reason), { once: true });
  const limit = setTimeout(() => fail(last), patienceMs);
  // What it told before says nothing of now: it may have ended since, and nobody has noticed yet.
  const ask = async () => {
    const { logins } = await whoami(bridge.provision, until);
    const known = logins.find(({ id }) => id === login);
    if (bridge.states.of(login) !== undefined) look();
    else if (known === undefined) fail(unknown);
    else if (known.state !== undefined) bridge.states.set(login, known.state);
  };
  try {
    ask().catch(settled.reject);
    return await settled.promise;
  } finally {
    clearTimeout(limit);
    settled.promise.catch(() => undefined);
    waiting.abort();
  }
}

/** Tells every change from now on, and the end once. */
export function followState(
  bridge: HostedBridge,
  login: string,
  tell: (state: ConnectionState) => void,
  signal: AbortSignal,
): void {
  bridge.onLost(() => tell(gone(bridge)), signal);
  bridge.states.follow(
    login,
    (state) => {
      const meaning = meaningOf(state);
      if (meaning.is === 'usable') tell(connected(bridge, login, meaning.state));
      else if (meaning.is === 'over') tell(meaning.state);
      else tell({ state: 'lost', text: meaning.text });
    },
    signal,
  );
}

/** With what the bridge says of the person, if it does. */
function connected(
  { states }: HostedBridge,
  login: string,
  state: Extract<ConnectionState, { state: 'connected' | 'backfilling' }>,
): ConnectionState {
  const told = states.of(login);
  if (state.state !== 'connected' || told === undefined || Object.keys(told.profile).length === 0) return state;
  return { ...state, profiles: { [login]: profileOf({ id: login, name: told.name, profile: told.profile }) } };
}
