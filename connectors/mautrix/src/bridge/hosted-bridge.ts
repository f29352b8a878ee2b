/** One bridge with the homeserver that is played for it. */

import type { Log } from '@partyline/connector';
import type { BridgeConfig, BridgeNames } from '../config.ts';
import type { Homeserver } from '../host/homeserver.ts';
import { type Door, startHttpHost } from '../host/http-host.ts';
import { openHomeserver } from '../host/open-homeserver.ts';
import { createPush, type Push } from '../host/push.ts';
import { allRoutes } from '../host/routes/all.ts';
import { SocketLost, serveSocket } from '../host/socket.ts';
import { type Identities, identitiesOf } from '../identities.ts';
import { startChild } from '../program/child.ts';
import { writeBridgeConfig } from '../program/config-file.ts';
import { keptTokens, type Tokens } from '../store/kept.ts';
import type { Database } from '../store/store.ts';
import { comesBack } from './comes-back.ts';
import { watchComplaints } from './complaints.ts';
import { createLoginStates, type LoginStates } from './login-states.ts';
import { createProvision, type Provision } from './provisioning.ts';
import { createUpkeep, type Release, type Upkeep } from './upkeep.ts';

export interface HostedBridge {
  readonly config: BridgeNames;
  readonly homeserver: Homeserver;
  readonly states: LoginStates;
  readonly provision: Provision;
  readonly push: Push;
  /** What to say when it has gone. */
  readonly goneText: string;
  /** The last error in its log since a time of `performance.now()`; undefined when there was none, or the log is elsewhere. */
  complaint(since: number): string | undefined;
  /** @see Upkeep.need */
  need(signal: AbortSignal): Promise<Release>;
  /** Calls back when the bridge has gone, until the signal aborts. */
  onLost(callback: () => void, signal: AbortSignal): void;
  /** Waits for a program that has lost its connection to connect again. @returns whether it did, rather than end or stay away */
  comesBack(signal: AbortSignal): Promise<boolean>;
  /** Calls back when there is something to tell the server, until the signal aborts. */
  onNews(callback: () => void, signal: AbortSignal): void;
  stop(): Promise<void>;
}

/** How a bridge comes to be there: it is run here, or it dials in. */
export interface Presence {
  readonly door: Door;
  readonly goneText: string;
  /** Absent: its log is elsewhere. */
  readonly complaint?: HostedBridge['complaint'];
  readonly tokens: (db: Database) => Tokens;
  readonly upkeep: (stage: Stage) => Upkeep;
  /** It has told a state, the first of which says that it has started. */
  readonly toldState: () => void;
  /** Its connection has ended. */
  readonly hungUp: () => void;
  /** @see SocketListener */
  readonly silenceLimitMs?: number;
}

/** What a bridge is to be given. */
export interface Stage {
  readonly identities: Identities;
  readonly tokens: Tokens;
  readonly port: number;
  /** To be called when it has gone. */
  readonly lost: () => void;
}

export async function hostBridge(config: BridgeConfig, log: Log): Promise<HostedBridge> {
  let started = Promise.withResolvers<void>();
  const complaints = watchComplaints(log);
  return playHost(config, log, {
    door: { host: '127.0.0.1', port: 0 },
    goneText: 'The bridge has ended.',
    complaint: complaints.since,
    tokens: keptTokens,
    upkeep: ({ identities, tokens, port, lost }) =>
      createUpkeep({
        displayName: config.displayName,
        lingerMs: config.lingerMs,
        async start() {
          started = Promise.withResolvers();
          const configPath = writeBridgeConfig({ config, identities, tokens, port });
          return startChild({ program: config.program, folder: config.folder, configPath, log: complaints.log });
        },
        ready: () => started.promise,
        ended: lost,
      }),
    toldState: () => started.resolve(),
    hungUp: () => {},
  });
}

export async function playHost(config: BridgeNames, log: Log, presence: Presence): Promise<HostedBridge> {
  const news = new EventTarget();
  const homeserver = openHomeserver(config.folder, identitiesOf(config.type), () =>
    news.dispatchEvent(new Event('news')),
  );
  const { db, identities, sendStatuses } = homeserver;
  const tokens = presence.tokens(db);
  const states = createLoginStates();
  const { door } = presence;
  const http = await startHttpHost({
    routes: allRoutes(homeserver),
    identities,
    token: tokens.bridge,
    door,
    log,
  }).catch((error: unknown) => {
    db.close();
    throw error;
  });
  const lost = () => {
    states.forget();
    sendStatuses.lose(new SocketLost(true));
    news.dispatchEvent(new Event('lost'));
  };
  const socket = serveSocket(
    http.server,
    tokens.bridge,
    {
      lost() {
        presence.hungUp();
        lost();
      },
      status(told) {
        states.take(told);
        presence.toldState();
      },
      ...(presence.silenceLimitMs !== undefined && { silenceLimitMs: presence.silenceLimitMs }),
    },
    log,
  );
  const ended = () => {
    lost();
    news.dispatchEvent(new Event('ended'));
  };
  const upkeep = presence.upkeep({ identities, tokens, port: http.port, lost: ended });
  const on = (name: string) => (callback: () => void, signal: AbortSignal) =>
    news.addEventListener(name, callback, { signal });
  return {
    config,
    homeserver,
    states,
    provision: createProvision(socket, tokens.provisioning),
    push: createPush(socket),
    goneText: presence.goneText,
    complaint: presence.complaint ?? (() => undefined),
    comesBack: (signal) => comesBack(socket, news, signal),
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
