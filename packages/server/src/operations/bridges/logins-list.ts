import { BridgeLoginList } from '@partyline/protocol';
import { loginView } from '../../accounts/views.ts';
import { operation } from '../operation.ts';
import { BridgePath } from './paths.ts';

/** Contract 3.3. */
export const listLogins = operation({
  id: 'bridges.logins.list',
  method: 'GET',
  path: '/v1/bridges/{bridgeID}/logins',
  tag: 'Logins',
  summary: 'List the signed-in identities of a bridge',
  scope: 'read',
  params: BridgePath,
  response: BridgeLoginList,
  handle({ services, caller, params }) {
    const bridge = services.bridges.definition(params.bridgeID);
    const logins = services.book.logins(caller.owner).filter((login) => login.bridgeID === bridge.id);
    return { items: logins.map((login) => loginView(login, bridge)) };
  },
});
