/** One bridge program with the homeserver that is played for it. */

import type { Log } from '@partyline/connector';
import type { BridgeConfig } from '../config.ts';
import type { Homeserver } from '../host/homeserver.ts';
import { startHttpHost } from '../host/http-host.ts';
import { openHomeserver } from '../host/open-homeserver.ts';
import { createPush, type Push } from '../host/push.ts';
import { allRoutes } from '../host/routes/all.ts';
import { SocketLost, serveSocket } from '../host/socket.ts';
import { identitiesOf } from '../identities.ts';
import { startChild } from '../program/child.ts';
import { writeBridgeConfig } from '../program/config-file.ts';
import { keptTokens } from '../store/kept.ts';
import { createLoginStates, type LoginStates } from './login-states.ts';
import { createProvision, type Provision } from './provisioning.ts';
import { createUpkeep, type Release } from './upkeep.ts';

export interface HostedBridge {
  readonly config: BridgeConfig;
  readonly homeserver: Homeserver;
  readonly states: LoginStates;
  readonly provision: Provision;
  readonly push: Push;
  /** @see Upkeep.need */
  need(signal: AbortSignal): Promise<Release>;
  /** Calls back when the bridge has gone, until the signal aborts. */
  onLost(callback: () => void, signal: AbortSignal): void;
  /** Calls back when there is something to tell the server, until the signal aborts. */
  onNews(callback: () => void, signal: AbortSignal): void;
  stop(): Promise<void>;
}

export async function hostBridge(config: BridgeConfig, log: Log): Promise<HostedBridge> {
  const news = new EventTarget();
  const homeserver = openHomeserver(config.folder, identitiesOf(config.type), () =>
    news.dispatchEvent(new Event('news')),
  );
  const { db, identities, sendStatuses } = homeserver;
  const tokens = keptTokens(db);
  const states = createLoginStates();
  /** The first state a bridge tells says that it has started. */
  let started = Promise.withResolvers<void>();
  const http = await startHttpHost({ routes: allRoutes(homeserver), identities, token: tokens.bridge, log });
  const lost = () => {
    states.forget();
    sendStatuses.lose(new SocketLost(true));
    news.dispatchEvent(new Event('lost'));
  };
  const socket = serveSocket(
    http.server,
    tokens.bridge,
    {
      connected: () => {},
      lost,
      status(told) {
        states.take(told);
        started.resolve();
      },
    },
    log,
  );
  const upkeep = createUpkeep({
    displayName: config.displayName,
    lingerMs: config.lingerMs,
    async start() {
      started = Promise.withResolvers();
      const configPath = writeBridgeConfig({ config, identities, tokens, port: http.port });
      return startChild({ program: config.program, folder: config.folder, configPath, log });
    },
    ready: () => started.promise,
    ended: lost,
  });
  const on = (name: string) => (callback: () => void, signal: AbortSignal) =>
    news.addEventListener(name, callback, { signal });
  return {
    config,
    homeserver,
    states,
    provision: createProvision(socket, tokens.provisioning),
    push: createPush(socket),
    need: (signal) => upkeep.need(signal),
    onLost: on('lost'),
    onNews: on('news'),
    async stop() {
      await upkeep.stop();
      socket.close();
      await http.close();
      db.close();
    },
  };
}
