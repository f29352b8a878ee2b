import { BridgeList } from '@partyline/protocol';
import { operation } from '../operation.ts';

/** Contract 3.3. */
export const listBridges = operation({
  id: 'bridges.list',
  method: 'GET',
  path: '/v1/bridges',
  tag: 'Bridges',
  summary: 'List the networks that accounts can be added on',
  scope: 'read',
  response: BridgeList,
  handle: ({ services, caller }) => ({ items: services.bridges.list(caller.owner) }),
});
