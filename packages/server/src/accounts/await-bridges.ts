/** Bridges that run elsewhere: their connectors wait for them from the start, and what each offers is listed once it has dialled in. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RunningConnector } from '../runtime/running-connector.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';

export interface AwaitedParts {
  /** What a bridge says of itself when it has come is put in here. */
  readonly bridges: Map<string, BridgeDefinition>;
  readonly connectors: ReadonlyMap<string, RunningConnector>;
  readonly log: Logger;
  /** Pause before a door that could not be opened, or whose thread has ended, is tried again. */
  readonly againMs: number;
}

export interface Awaited {
  /** The thread of a connector has ended: if it waited for a bridge, that is gone on with in the next. */
  crashed(bridgeID: string): void;
  stop(): void;
}

export function awaitBridges({ bridges, connectors, log, againMs }: AwaitedParts): Awaited {
  const stopping = new AbortController();
  const { signal } = stopping;

  const doors = new Set<string>();

  const hold = async (bridgeID: string) => {
    const connector = connectors.get(bridgeID);
    while (!signal.aborted && connector !== undefined) {
      try {
        const manifest = await connector.open();
        const known = bridges.get(bridgeID);
        if (known !== undefined) bridges.set(bridgeID, { ...known, manifest, enabled: true });
        log.info({ bridgeID }, 'the bridge has come and is offered');
        return;
      } catch (error) {
        if (signal.aborted) return;
        log.error({ bridgeID, err: error }, 'a bridge that runs elsewhere cannot be waited for');
        await delay(againMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  const start = (bridgeID: string) => {
    if (bridges.get(bridgeID)?.dialsIn !== true || doors.has(bridgeID)) return;
    doors.add(bridgeID);
    void hold(bridgeID).finally(() => doors.delete(bridgeID));
  };
  for (const bridgeID of bridges.keys()) start(bridgeID);
  return { crashed: start, stop: () => stopping.abort() };
}
