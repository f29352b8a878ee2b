import { LoginRemoved, LoginRemoveInput } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { LoginPath } from './paths.ts';

/** Contract 3.3. */
export const removeLogin = operation({
  id: 'bridges.logins.remove',
  method: 'POST',
  path: '/v1/bridges/{bridgeID}/logins/{loginID}/remove',
  tag: 'Logins',
  summary: 'Remove a login and its accounts',
  description:
    '`current-device` forgets it here; `all-devices` also signs it out everywhere, where `removeScopes` offers that.',
  scope: 'write',
  params: LoginPath,
  body: LoginRemoveInput,
  response: LoginRemoved,
  errors: ['CONFLICT', 'UPSTREAM_ERROR'],
  async handle({ services, caller, params, body }) {
    const bridge = services.bridges.definition(params.bridgeID);
    const login = services.logins.get(caller.owner, bridge, params.loginID);
    const affectedAccountIDs = await services.logins.remove(login, bridge, body.scope);
    return {
      bridgeID: bridge.id,
      loginID: login.loginID,
      scope: body.scope,
      status: 'removed' as const,
      affectedAccountIDs,
    };
  },
});
