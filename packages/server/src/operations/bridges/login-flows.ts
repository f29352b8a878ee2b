import { LoginFlowList } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { BridgePath } from './paths.ts';

/** Contract 3.3. The first flow is the default one. */
export const listLoginFlows = operation({
  id: 'bridges.loginFlows.list',
  method: 'GET',
  path: '/v1/bridges/{bridgeID}/login-flows',
  tag: 'Logins',
  summary: 'List the ways to sign in',
  scope: 'read',
  params: BridgePath,
  response: LoginFlowList,
  handle: ({ services, params }) => ({
    items: services.bridges.definition(params.bridgeID).manifest.loginFlows.map((flow) => ({ ...flow })),
  }),
});
