/** A network inside the process, for people who build on the API. Each worker thread has a network of its own. */

import type { ConnectorFactory } from '@partyline/connector';
import { parseConfig } from './config.ts';
import { connectorTo } from './connector.ts';
import { Network } from './network.ts';

const createSandbox: ConnectorFactory = (options) => {
  const config = parseConfig(options.config);
  return connectorTo(new Network(config), config.stepMs);
};

export default createSandbox;
