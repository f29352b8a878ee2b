/** One hosted bridge program as a connector; the contract is `@partyline/connector`. */

import type { ConnectorFactory } from '@partyline/connector';
import { type HostedBridge, hostBridge } from './bridge/hosted-bridge.ts';
import { readConfig } from './config.ts';
import { connect } from './connect.ts';
import { login } from './login/login.ts';

const createConnector: ConnectorFactory = ({ config, log }) => {
  const settings = readConfig(config);
  let bridge: Promise<HostedBridge> | undefined;
  /** The host stays for as long as the thread does; the program comes and goes. */
  const hosted = (): Promise<HostedBridge> => {
    bridge ??= hostBridge(settings, log);
    bridge.catch(() => {
      bridge = undefined;
    });
    return bridge;
  };
  return {
    login: async (flowID, io, previous) => login(await hosted(), flowID, io, previous),
    connect: async (record, host) => connect(await hosted(), record, host),
  };
};

export default createConnector;
