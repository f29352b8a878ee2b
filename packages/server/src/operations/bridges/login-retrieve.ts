import { BridgeLogin } from '@partyline/protocol';
import { loginView } from '../../accounts/views.ts';
import { operation } from '../operation.ts';
import { LoginPath } from './paths.ts';

/** Contract 3.3. */
export const retrieveLogin = operation({
  id: 'bridges.logins.retrieve',
  method: 'GET',
  path: '/v1/bridges/{bridgeID}/logins/{loginID}',
  tag: 'Logins',
  summary: 'Get one login',
  scope: 'read',
  params: LoginPath,
  response: BridgeLogin,
  handle({ services, caller, params }) {
    const bridge = services.bridges.definition(params.bridgeID);
    return loginView(services.logins.get(caller.owner, bridge, params.loginID), bridge);
  },
});
