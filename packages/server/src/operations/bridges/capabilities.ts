import { ProvisioningCapabilities } from '@partyline/protocol';
import { provisioningCapabilities } from '../../accounts/bridges.ts';
import { operation } from '../operation.ts';
import { BridgePath } from './paths.ts';

/** Contract 3.3 and 2.19. */
export const retrieveBridgeCapabilities = operation({
  id: 'bridges.capabilities',
  method: 'GET',
  path: '/v1/bridges/{bridgeID}/capabilities',
  tag: 'Bridges',
  summary: 'What a bridge can look up and create',
  scope: 'read',
  params: BridgePath,
  response: ProvisioningCapabilities,
  handle: ({ services, params }) => provisioningCapabilities(services.bridges.definition(params.bridgeID)),
});
