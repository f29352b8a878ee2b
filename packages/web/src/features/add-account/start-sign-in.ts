import type { Partyline } from '@partyline/client';
import type { Route } from '../../routing/route.ts';

export interface Start {
  readonly bridgeID: string;
  /** The network's default way without it. */
  readonly flowID?: string | undefined;
  /** To sign in to again. */
  readonly accountID?: string | undefined;
}

/** Begins a login session. @returns where it goes on @throws APIError 409 when the network takes no account, APIConnectionError */
export async function startSignIn(api: Partyline, { bridgeID, flowID, accountID }: Start): Promise<Route> {
  const { loginSessionID } = await api.bridges.loginSessions.create(bridgeID, {
    ...(flowID !== undefined && { flowID }),
    ...(accountID !== undefined && { accountID }),
  });
  return { view: 'add-account', bridgeID, loginSessionID, accountID };
}
