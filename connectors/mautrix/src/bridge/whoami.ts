/** What the bridge says of itself and of its logins: `whoami` of the provisioning API. */

import type { Profile } from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import { withPicture } from '../inbox/picture.ts';
import { type BridgeState, readState } from './bridge-state.ts';
import type { Provision } from './provisioning.ts';

export interface Whoami {
  /** Display name of the network. */
  readonly network: string;
  readonly flows: readonly { readonly id: string; readonly name: string; readonly description?: string }[];
  readonly logins: readonly BridgeLogin[];
}

export interface BridgeLogin {
  readonly id: string;
  readonly name: string | undefined;
  readonly profile: Fields;
  readonly state: BridgeState | undefined;
}

export async function whoami(provision: Provision, signal?: AbortSignal): Promise<Whoami> {
  const { body } = await provision({ method: 'GET', path: ['whoami'], ...(signal && { signal }) });
  return {
    network: text(fields(body['network'])['displayname']) ?? 'Unknown network',
    flows: list(body['login_flows'])
      .map(fields)
      .flatMap((flow) => {
        const id = text(flow['id']);
        const description = text(flow['description']);
        return id === undefined
          ? []
          : [{ id, name: text(flow['name']) ?? id, ...(description !== undefined && { description }) }];
      }),
    logins: list(body['logins'])
      .map(fields)
      .flatMap((login) => {
        const id = text(login['id']);
        // Older bridges have the state's fields only beside the login's.
        const { state_event, state_ts } = login;
        const state = readState({ state_event, timestamp: state_ts, ...fields(login['state']) });
        return id === undefined ? [] : [{ id, name: text(login['name']), profile: fields(login['profile']), state }];
      }),
  };
}

/** The person behind a login. */
export function profileOf({ id, name, profile }: Pick<BridgeLogin, 'id' | 'name' | 'profile'>): Profile {
  const username = text(profile['username']);
  const phoneNumber = text(profile['phone']);
  const email = text(profile['email']);
  const fullName = text(profile['name']) ?? name;
  return {
    id,
    ...(username !== undefined && { username }),
    ...(phoneNumber !== undefined && { phoneNumber }),
    ...(email !== undefined && { email }),
    ...(fullName !== undefined && { fullName }),
    ...withPicture(profile['avatar']),
  };
}
