/** A bridge that runs elsewhere: it is there while it has dialled in, and nothing here can start it. */

import { ConnectionError, type Log } from '@partyline/connector';
import { type HostedBridge, playHost } from '../bridge/hosted-bridge.ts';
import type { Upkeep } from '../bridge/upkeep.ts';
import type { RemoteConfig } from '../config.ts';
import { remoteTokens } from './remote-file.ts';

export interface RemoteBridge extends HostedBridge {
  /** Resolves when it has dialled in and started; at once while it is there. */
  arrival(): Promise<void>;
  /** Resolves when it has hung up; at once while it is not there. */
  departure(): Promise<void>;
}

/** After a restart of the server a bridge is back within some seconds; so long an account need not look lost. */
const graceMs = 5_000;
/** An account that looks lost already can wait, so that it is well as soon as the bridge is back. Below the server's limit for connecting. */
const patienceMs = 45_000;

/** Bridges answer pings at once, whatever else they do. */
const silenceLimitMs = 45_000;

/** @throws Error when its door cannot be opened */
export async function awaitBridge(config: RemoteConfig, log: Log): Promise<RemoteBridge> {
  let arrival = Promise.withResolvers<void>();
  let departure = Promise.withResolvers<void>();
  departure.resolve();
  let isThere = false;
  let missedSince = performance.now();
  const upkeep: Upkeep = {
    async need(signal) {
      signal.throwIfAborted();
      const limit = AbortSignal.timeout(performance.now() - missedSince < graceMs ? graceMs : patienceMs);
      const given = AbortSignal.any([signal, limit]);
      const isOver = Promise.withResolvers<never>();
      const end = () => isOver.reject(signal.aborted ? signal.reason : missing(config));
      given.addEventListener('abort', end, { once: true });
      try {
        await Promise.race([arrival.promise, isOver.promise]);
        return () => {};
      } finally {
        given.removeEventListener('abort', end);
      }
    },
    stop: async () => {},
  };
  const bridge = await playHost(config, log, {
    door: { host: config.host, port: config.port },
    goneText: `The bridge for ${config.displayName}, which runs elsewhere, is not connected any more.`,
    complaint: () => undefined,
    silenceLimitMs,
    tokens: () => remoteTokens(config.folder),
    upkeep: () => upkeep,
    toldState() {
      if (isThere) return;
      log.info('the bridge has dialled in');
      isThere = true;
      departure = Promise.withResolvers();
      arrival.resolve();
    },
    hungUp() {
      if (!isThere) return;
      log.warn('the bridge has hung up');
      isThere = false;
      missedSince = performance.now();
      arrival = Promise.withResolvers();
      departure.resolve();
    },
  });
  return { ...bridge, arrival: () => arrival.promise, departure: () => departure.promise };
}

function missing({ displayName, host, port }: RemoteConfig): ConnectionError {
  const text = `The bridge for ${displayName} runs elsewhere and has not dialled in at ${host} port ${port}. Start it, and see in its log whether it reaches Partyline.`;
  return new ConnectionError({ state: 'lost', text });
}
