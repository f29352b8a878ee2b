/** States of logins as bridges tell them (mautrix-go, `bridgev2/status/bridgestate.go`), and what they are to the server. */

import type { ConnectionState } from '@partyline/connector';
import { type Fields, fields, text } from '@partyline/matrix-content';

export interface BridgeState {
  /** `CONNECTED`, `BAD_CREDENTIALS`, ... */
  readonly event: string;
  /** For the person. */
  readonly message: string | undefined;
  /** Machine word. */
  readonly error: string | undefined;
  /** What the person must do: `OPEN_NATIVE`, `RELOGIN`, `RESTART`. */
  readonly action: string | undefined;
  readonly name: string | undefined;
  readonly profile: Fields;
}

/** Undefined when nothing has been told yet. */
export function readState(told: Fields): BridgeState | undefined {
  const event = text(told['state_event']);
  if (event === undefined) return undefined;
  return {
    event,
    message: text(told['message']),
    error: text(told['error']),
    action: text(told['user_action']),
    name: text(told['remote_name']),
    profile: fields(told['remote_profile']),
  };
}

export type Meaning =
  | { readonly is: 'usable'; readonly state: Extract<ConnectionState, { state: 'connected' | 'backfilling' }> }
  /** Neither usable nor over: more will be told. */
  | { readonly is: 'underway'; readonly text: string }
  | {
      readonly is: 'over';
      readonly state: Extract<ConnectionState, { state: 'lost' | 'signed_out' | 'blocked' | 'unconfigured' }>;
    };

/** The bridge goes on by itself and is only asked whether it is well again, which costs nothing. */
const lookAgainMs = 5_000;

export function meaningOf(state: BridgeState): Meaning {
  const { event, action } = state;
  if (action === 'OPEN_NATIVE') return over('blocked', say(state, 'Open the app of the network on your phone.'));
  if (action === 'RELOGIN' || event === 'BAD_CREDENTIALS' || event === 'LOGGED_OUT')
    return over('signed_out', say(state, 'The network has signed this account out. Sign in again.'));
  if (action === 'RESTART') return over('blocked', say(state, 'The bridge needs attention.'));
  switch (event) {
    case 'CONNECTED':
      return {
        is: 'usable',
        state: { state: 'connected', ...(state.message !== undefined && { text: sentence(state.message) }) },
      };
    case 'BACKFILLING':
      return { is: 'usable', state: { state: 'backfilling', text: say(state, 'Messages are being loaded.') } };
    case 'STARTING':
    case 'RUNNING':
    case 'CONNECTING':
      return { is: 'underway', text: say(state, 'The bridge is still connecting to the network.') };
    case 'TRANSIENT_DISCONNECT':
      return over('lost', say(state, 'The bridge has lost the network.'));
    case 'BRIDGE_UNREACHABLE':
      return over('lost', say(state, 'The bridge cannot be reached.'));
    case 'UNCONFIGURED':
      return over('unconfigured', say(state, 'The bridge has not been set up for this account. Sign in again.'));
    default:
      return over('blocked', say(state, 'The bridge has stopped because of an error it does not explain.'));
  }
}

function over(state: 'lost' | 'signed_out' | 'blocked' | 'unconfigured', text: string): Meaning {
  return { is: 'over', state: state === 'blocked' ? { state, text, retryAfterMs: lookAgainMs } : { state, text } };
}

const say = ({ message, error }: BridgeState, otherwise: string) => {
  if (message !== undefined) return sentence(message);
  return error === undefined ? otherwise : `${otherwise} It says: ${error}.`;
};

const sentence = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`);
