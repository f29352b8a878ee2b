/** IRC for Partyline; the contract is `@partyline/connector`. */

import type { ConnectorFactory } from '@partyline/connector';
import { connect } from './connect.ts';
import { limitsFromConfig } from './limits.ts';
import { login } from './login.ts';

const createConnector: ConnectorFactory = ({ config, log }) => {
  const limits = limitsFromConfig(config);
  return {
    login: (flowID, io, previous) => login({ flowID, io, previous, limits, log }),
    connect: (signedIn, host) => connect(signedIn, host, limits),
  };
};

export default createConnector;
