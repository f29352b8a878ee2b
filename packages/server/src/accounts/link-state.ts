/** From the state a connector tells to the status an account shows (glossary: account status). */

import type { ConnectionState, JsonObject, Profile } from '@partyline/connector';
import type { LinkStatus } from './records.ts';

/** What is known of a login's connection. */
export interface LinkState {
  readonly status: LinkStatus;
  readonly text?: string;
  readonly profiles?: Readonly<Record<string, Profile>>;
  readonly capabilities?: JsonObject;
}

export function linkState(state: ConnectionState): LinkState {
  switch (state.state) {
    case 'connected': {
      const { text, profiles, capabilities } = state;
      return {
        status: 'connected',
        ...(text !== undefined && { text }),
        ...(profiles !== undefined && { profiles }),
        ...(capabilities !== undefined && { capabilities }),
      };
    }
    case 'backfilling':
      return { status: 'backfilling', text: state.text };
    case 'lost':
      return { status: 'disconnected', text: `${state.text} Partyline keeps trying.` };
    case 'signed_out':
      return { status: 'reconnect_required', text: state.text };
    case 'blocked':
      return { status: 'attention_required', text: state.text };
    case 'unconfigured':
      return { status: 'connection_required', text: state.text };
  }
}
