/** What a data folder holds of bridges, without starting any. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLearnt, learntFileName, readLearnt } from '../discovery/learnt.ts';
import { identify } from '../program/identify.ts';
import { isBridgeRunning } from '../program/orphans.ts';
import { type RemoteFile, readRemoteFile, remoteFileName } from '../remote/remote-file.ts';
import { bridgeDataFolder, bridgeIDOf, programFiles, programFolder } from './folders.ts';
import { foldersOf } from './remotes.ts';

export interface KeptBridge {
  /** `local-whatsapp`, `sh-whatsapp` */
  readonly bridgeID: string;
  /** Absolute path of what it and its host keep. */
  readonly folder: string;
  /** `remote`: it runs elsewhere, and so is its own database. */
  readonly kind: 'program' | 'remote';
  /** Name of the network, once it was learnt. */
  readonly network: string | undefined;
  /** Of a program: its path and version when it last ran, and the settings beside it if there are any. */
  readonly program: string | undefined;
  readonly version: string | undefined;
  readonly settings: string | undefined;
  /** Of one elsewhere: what it dials, and where that arrives. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Why what is kept cannot be used. */
  readonly damage: string | undefined;
}

/** Its own. A bridge may have been told to use a database elsewhere, and then has none here. */
export const bridgeDatabase = 'bridge.db';
/** Of the homeserver that is played for it. */
export const hostDatabase = 'host.db';
/** Files of both. */
export const mediaFolder = 'media';
/** Small files that are part of what is kept. */
export const keptFiles = [learntFileName, remoteFileName] as const;

export function keptBridges(dataDir: string): KeptBridge[] {
  return foldersOf(dataDir).map((name) => {
    const folder = join(bridgeDataFolder(dataDir), name);
    const learnt = readLearnt(folder);
    const { remote, damage } = tryRemote(folder);
    const kept = {
      bridgeID: bridgeIDOf(name),
      folder,
      network: learnt && isLearnt(learnt) ? learnt.network : undefined,
      damage,
    };
    if (remote !== undefined || damage !== undefined)
      return { ...kept, ...noProgram, kind: 'remote', address: remote?.address, port: remote?.port };
    return {
      ...kept,
      ...programOf(learnt?.program, learnt?.version),
      kind: 'program',
      address: undefined,
      port: undefined,
    };
  });
}

/** Programs that were put into the data folder and have not been started yet. Files that are no bridges are left out. */
export async function newPrograms(dataDir: string): Promise<KeptBridge[]> {
  const started = new Set(keptBridges(dataDir).map(({ program }) => program));
  const fresh = programFiles(programFolder(dataDir)).filter((path) => !started.has(path));
  const found = await Promise.all(fresh.map((path) => identify(path).catch(() => undefined)));
  return found.flatMap((identity, index) => {
    const path = fresh[index];
    if (identity === undefined || path === undefined) return [];
    const { type, version } = identity;
    const folder = join(bridgeDataFolder(dataDir), type);
    const kept = { bridgeID: bridgeIDOf(type), folder, network: undefined, damage: undefined };
    return [{ ...kept, ...programOf(path, version), kind: 'program', address: undefined, port: undefined }];
  });
}

/** IDs of those whose program runs now. */
export async function runningBridges(dataDir: string): Promise<string[]> {
  const names = foldersOf(dataDir);
  const running = await Promise.all(names.map((name) => isBridgeRunning(join(bridgeDataFolder(dataDir), name))));
  return names.filter((_, index) => running[index]).map(bridgeIDOf);
}

const noProgram = { program: undefined, version: undefined, settings: undefined };

function programOf(program: string | undefined, version: string | undefined) {
  const settings = program && `${program}.json`;
  return { program, version, settings: settings && existsSync(settings) ? settings : undefined };
}

function tryRemote(folder: string): { readonly remote?: RemoteFile | undefined; readonly damage?: string } {
  try {
    return { remote: readRemoteFile(folder) };
  } catch (error) {
    return { damage: error instanceof Error ? error.message : String(error) };
  }
}
