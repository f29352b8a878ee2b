import { LoginSessionCancelled } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { LoginSessionPath } from './paths.ts';

/** Contract 3.3. */
export const cancelLoginSession = operation({
  id: 'bridges.loginSessions.cancel',
  method: 'DELETE',
  path: '/v1/bridges/{bridgeID}/login-sessions/{loginSessionID}',
  tag: 'Login sessions',
  summary: 'Cancel a login session',
  scope: 'write',
  params: LoginSessionPath,
  response: LoginSessionCancelled,
  errors: ['CONFLICT'],
  async handle({ services, caller, params }) {
    const bridge = services.bridges.definition(params.bridgeID);
    await services.loginSessions.cancel(caller.owner, bridge, params.loginSessionID);
    return { bridgeID: bridge.id, loginSessionID: params.loginSessionID, status: 'cancelled' as const };
  },
});
