/** One bridge as a connector: a program that is run here, or one that dials in. The contract is `@partyline/connector`. */

import type { Connector, ConnectorFactory, Log, Manifest } from '@partyline/connector';
import { type HostedBridge, hostBridge } from './bridge/hosted-bridge.ts';
import { type RemoteConfig, readConfig } from './config.ts';
import { connect } from './connect.ts';
import { learntFromRemote } from './discovery/learnt.ts';
import { bridgeManifest } from './discovery/manifest.ts';
import { login } from './login/login.ts';
import { awaitBridge, type RemoteBridge } from './remote/dial-in.ts';

const createConnector: ConnectorFactory = ({ config, log }) => {
  const settings = readConfig(config);
  if ('port' in settings) {
    const bridge = once(() => awaitBridge(settings, log));
    return { ...connectorOf(bridge), open: async () => describe(await bridge(), settings, log) };
  }
  return connectorOf(once(() => hostBridge(settings, log)));
};

export default createConnector;

function connectorOf(hosted: () => Promise<HostedBridge>): Connector {
  return {
    login: async (flowID, io, previous) => login(await hosted(), flowID, io, previous),
    connect: async (record, host) => connect(await hosted(), record, host),
  };
}

/** The host stays for as long as the thread does; the bridge comes and goes. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
}

/** Once the bridge has dialled in and can say what it is. */
async function describe(bridge: RemoteBridge, { type }: RemoteConfig, log: Log): Promise<Manifest> {
  for (;;) {
    await bridge.arrival();
    try {
      return bridgeManifest(type, await learntFromRemote(bridge));
    } catch (error) {
      log.warn('the bridge has dialled in but does not say what it offers', { reason: String(error) });
      await bridge.departure();
    }
  }
}
