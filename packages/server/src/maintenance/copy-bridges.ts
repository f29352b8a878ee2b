/**
 * Bridges in a backup. Three databases know of each other, and each is held on to before the one that learns from it: what a bridge knows its host was
 * told before, and what a host has passed on the server has stored before. So the copies disagree in the better direction only: the host may have rooms
 * and messages that its bridge has not noted yet, and something may be told to the server twice, which knows it by its ID. The other way round, a bridge
 * would go on using rooms that are not there, and what a host had passed on already would be lost.
 *
 * What is left is the moment between the two, some milliseconds: a message of it that the network delivers again may get a second ID, and what a bridge
 * deletes in it is still named by its copy.
 */

import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { KeptBridge } from '@partyline/connector-mautrix/keeping';
import { type Snapshot, takeSnapshot } from './copy-database.ts';
import { hasTable } from './database-facts.ts';
import { type BackupBridge, bridgeDataPath } from './manifest.ts';

export interface BridgeSnapshots {
  /** About so much is to be copied. */
  readonly bytes: number;
  readonly bridges: readonly BackupBridge[];
  /** Held on to, in the order of the databases. */
  readonly databases: readonly BridgeDatabase[];
  /** Small files, by their paths in the data folder. */
  readonly files: readonly string[];
  close(): void;
}

export interface BridgeDatabase {
  /** In the data folder. */
  readonly path: string;
  /** Tells the names of the files that it says are in the folder of media. */
  readonly snapshot: Snapshot<readonly string[]>;
  /** In the data folder. */
  readonly media: string;
}

/** To be called before the server's own database is held on to. @throws Error when one cannot be read */
export async function snapshotBridges(dataDir: string): Promise<BridgeSnapshots> {
  const { bridgeDatabase, hostDatabase, keptBridges, keptFiles, mediaFolder } = await import(
    '@partyline/connector-mautrix/keeping'
  );
  const kept = keptBridges(dataDir);
  const databases: BridgeDatabase[] = [];
  const close = () => {
    for (const { snapshot } of databases) snapshot.close();
  };
  const hold = (bridge: KeptBridge, name: string) => {
    const path = `${bridgeDataPath(bridge.bridgeID)}/${name}`;
    const media = `${bridgeDataPath(bridge.bridgeID)}/${mediaFolder}`;
    if (!existsSync(join(dataDir, path))) return;
    databases.push({ path, media, snapshot: takeSnapshot(join(dataDir, path), namedFiles) });
  };
  try {
    // One bridge after the other, so that little happens in between.
    for (const bridge of kept) for (const name of [bridgeDatabase, hostDatabase]) hold(bridge, name);
  } catch (error) {
    close();
    throw error;
  }
  const has = (bridge: KeptBridge, name: string) =>
    databases.some(({ path }) => path === `${bridgeDataPath(bridge.bridgeID)}/${name}`);
  const media = kept.flatMap(({ folder }) =>
    entries(join(folder, mediaFolder)).map((name) => join(folder, mediaFolder, name)),
  );
  const sizes = media.map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return {
    bytes: [...databases.map(({ snapshot }) => snapshot.bytes), ...sizes].reduce((sum, bytes) => sum + bytes, 0),
    databases,
    files: kept.flatMap(({ bridgeID }) =>
      keptFiles.map((name) => `${bridgeDataPath(bridgeID)}/${name}`).filter((path) => existsSync(join(dataDir, path))),
    ),
    bridges: kept.map((bridge) => {
      const { bridgeID, kind, network, program, version, settings } = bridge;
      // One that was learnt has run, so it has a database.
      const runsSomewhere = kind === 'remote' || network !== undefined;
      const database = has(bridge, bridgeDatabase) ? 'included' : runsSomewhere ? 'elsewhere' : 'none';
      return {
        bridgeID,
        database,
        ...(program !== undefined && { program }),
        ...(version !== undefined && { version }),
        ...(settings !== undefined && { settings }),
      };
    }),
    close,
  };
}

function namedFiles(host: DatabaseSync): string[] {
  if (!hasTable(host, 'media')) return [];
  const columns = host.prepare('pragma table_info(media)').all();
  // A bridge's own database may have a table of that name.
  if (!columns.some(({ name }) => name === 'mime_type')) return [];
  const rows = host.prepare('select id from media where size is not null and path is null').all();
  return rows.map(({ id }) => String(id)).filter((id) => /^[\w-]+$/.test(id));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry: Dirent) => entry.isFile())
      .map(({ name }) => name);
  } catch {
    // It has never held any.
    return [];
  }
}

/** Folders above files, up to the top, each once. */
export const foldersAbove = (paths: readonly string[]): Set<string> =>
  new Set(
    paths.flatMap((path) => {
      const above: string[] = [];
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) above.push(folder);
      return above;
    }),
  );
