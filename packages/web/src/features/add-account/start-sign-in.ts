import type { Partyline } from '@partyline/client';
import type { Route } from '../../routing/route.ts';

type SignInRoute = Extract<Route, { view: 'add-account' }>;

export interface Start {
  readonly bridgeID: string;
  /** The network's default way without it. */
  readonly flowID?: string | undefined;
  /** To sign in to again. */
  readonly accountID?: string | undefined;
}

/** Begins a login session. @returns where it goes on @throws APIError 409 when the network takes no account, APIConnectionError */
export async function startSignIn(api: Partyline, { bridgeID, flowID, accountID }: Start): Promise<SignInRoute> {
  const { loginSessionID } = await api.bridges.loginSessions.create(bridgeID, {
    ...(flowID !== undefined && { flowID }),
    ...(accountID !== undefined && { accountID }),
  });
  return { view: 'add-account', bridgeID, loginSessionID, accountID };
}

/** Nobody waits for it any more. Never throws: where the server is away, the session runs out of time by itself. */
export async function endSignIn(api: Partyline, { bridgeID, loginSessionID }: SignInRoute): Promise<void> {
  if (bridgeID === undefined || loginSessionID === undefined) return;
  await api.bridges.loginSessions.cancel(loginSessionID, { bridgeID }).catch(() => undefined);
}
