import { LoginSession } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { LoginSessionPath } from './paths.ts';

/** Contract 3.3: shows progress, for clients that poll. */
export const retrieveLoginSession = operation({
  id: 'bridges.loginSessions.retrieve',
  method: 'GET',
  path: '/v1/bridges/{bridgeID}/login-sessions/{loginSessionID}',
  tag: 'Login sessions',
  summary: 'Get a login session',
  scope: 'read',
  params: LoginSessionPath,
  response: LoginSession,
  handle: ({ services, caller, params }) =>
    services.loginSessions.get(caller.owner, services.bridges.definition(params.bridgeID), params.loginSessionID),
});
