import { ApiError, LoginSession, LoginSessionInput, notFound } from '@partyline/protocol';
import type { BridgeDefinition } from '../../accounts/bridge-definitions.ts';
import type { LoginRecord } from '../../accounts/records.ts';
import type { Caller } from '../../auth/tokens.ts';
import { operation, type Services } from '../operation.ts';
import { BridgePath } from './paths.ts';

/** Contract 3.3. */
export const createLoginSession = operation({
  id: 'bridges.loginSessions.create',
  method: 'POST',
  path: '/v1/bridges/{bridgeID}/login-sessions',
  tag: 'Login sessions',
  summary: 'Start to sign in',
  description:
    'Without `loginID` and `accountID` a new account is added; with either, that login is signed in again and its account ID stays.',
  scope: 'write',
  params: BridgePath,
  body: LoginSessionInput,
  response: LoginSession,
  errors: ['CONFLICT', 'RATE_LIMITED'],
  async handle({ services, caller, params, body }) {
    const bridge = services.bridges.definition(params.bridgeID);
    const repair = loginToRepair(services, caller, bridge, body);
    if (repair === undefined && services.bridges.view(caller.owner, bridge).status !== 'available') {
      throw new ApiError(
        'CONFLICT',
        `${bridge.manifest.displayName} allows one account here, and there is one. Remove it first, or sign in to it again.`,
      );
    }
    return services.loginSessions.create(caller.owner, bridge, body.flowID, repair);
  },
});

function loginToRepair(
  services: Services,
  caller: Caller,
  bridge: BridgeDefinition,
  body: LoginSessionInput,
): LoginRecord | undefined {
  const byLogin = body.loginID === undefined ? undefined : services.logins.get(caller.owner, bridge, body.loginID);
  if (body.accountID === undefined) return byLogin;
  const byAccount = services.book.account(caller.owner, body.accountID)?.login;
  if (byAccount?.bridgeID !== bridge.id) throw notFound('Account');
  if (byLogin !== undefined && byLogin.loginID !== byAccount.loginID) {
    throw new ApiError('CONFLICT', 'loginID and accountID do not belong together. Send one of them.');
  }
  return byAccount;
}
