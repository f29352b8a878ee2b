/** The networks: a thread for each bridge that can be used, and the connections of the accounts, kept alive. */

import type { AccountBook } from '../accounts/account-book.ts';
import { awaitBridges } from '../accounts/await-bridges.ts';
import type { BridgeDefinition } from '../accounts/bridge-definitions.ts';
import type { KeeperTimes } from '../accounts/keeper.ts';
import { createSupervisor, type Supervisor } from '../accounts/supervisor.ts';
import type { Settings } from '../config/settings.ts';
import type { Monitor } from '../http/monitor.ts';
import type { Ingest } from '../inbox/ingest.ts';
import { type RunningConnector, runConnector } from '../runtime/running-connector.ts';
import type { Ground } from './ground.ts';

export interface Networks {
  readonly connectors: ReadonlyMap<string, RunningConnector>;
  readonly supervisor: Supervisor;
  /** Connects the accounts, and opens the doors at which bridges that run elsewhere dial in. */
  start(): void;
}

export interface NetworksParts {
  /** What a bridge says of itself when it dials in is put in here. */
  readonly bridges: Map<string, BridgeDefinition>;
  readonly book: AccountBook;
  readonly ingest: Ingest;
  readonly monitor: Monitor;
}

/** Pause before a door for bridges is tried again. */
const doorAgainMs = 10_000;

export function createNetworks(ground: Ground, { bridges, book, ingest, monitor }: NetworksParts): Networks {
  const { settings, log, store, vault, opened } = ground;
  let awaited: ReturnType<typeof awaitBridges> | undefined;
  const run = (bridge: BridgeDefinition) => {
    const connectorLog = log.child({ bridgeID: bridge.id });
    return runConnector({
      displayName: bridge.manifest.displayName,
      module: bridge.module,
      config: bridge.config,
      memoryMB: settings.connectorMemoryMB,
      maxPauseMs: settings.retrySeconds * 1_000,
      log: (level, message, fields) => connectorLog[level](fields ?? {}, message),
      onOutput: (line) => connectorLog.warn({ line }, 'the connector printed something'),
      onCrash(error) {
        monitor.connectorCrashed(bridge.id);
        awaited?.crashed(bridge.id);
        connectorLog.error(error.message);
      },
    });
  };
  const usable = [...bridges.values()].filter((bridge) => bridge.enabled || bridge.dialsIn);
  const connectors = new Map(usable.map((bridge) => [bridge.id, run(bridge)]));
  opened.defer(async () => void (await Promise.all([...connectors.values()].map((connector) => connector.stop()))));
  const supervisor = createSupervisor({ book, vault, store, log, connectors, times: keeperTimes(settings), ingest });
  return {
    connectors,
    supervisor,
    start() {
      const doors = awaitBridges({ bridges, connectors, log, againMs: doorAgainMs });
      awaited = doors;
      opened.defer(() => doors.stop());
      supervisor.start();
    },
  };
}

function keeperTimes(settings: Settings): KeeperTimes {
  return {
    probeMs: settings.probeSeconds * 1_000,
    probeLimitMs: 15_000,
    connectLimitMs: 60_000,
    maxPauseMs: settings.retrySeconds * 1_000,
    blockedPauseMs: 15 * 60_000,
  };
}
