import { Bridge } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { BridgePath } from './paths.ts';

/** Contract 3.3. */
export const retrieveBridge = operation({
  id: 'bridges.retrieve',
  method: 'GET',
  path: '/v1/bridges/{bridgeID}',
  tag: 'Bridges',
  summary: 'Get one bridge',
  scope: 'read',
  params: BridgePath,
  response: Bridge,
  handle: ({ services, caller, params }) =>
    services.bridges.view(caller.owner, services.bridges.definition(params.bridgeID)),
});
