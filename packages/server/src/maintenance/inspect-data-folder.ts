/** Looks a data folder over without changing it, for `partyline doctor`. A running server is not disturbed. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../store/store.ts';
import { keyFile, loadKey } from '../vault/key.ts';
import { canary, keyFits, wrongKey } from '../vault/vault.ts';
import type { FreeBytes } from './disk-space.ts';
import type { Finding } from './finding.ts';
import { inspectBridges } from './inspect-bridges.ts';
import { inspectDatabase } from './inspect-database.ts';
import { inspectDisk, inspectFolder, inspectLeftovers, inspectLock, inspectModes } from './inspect-folder.ts';
import { inspectMedia } from './inspect-media.ts';

export interface InspectOptions {
  /** The setting `masterKey`; absent: the key file is looked at. */
  readonly masterKey?: string | undefined;
  /** Whether indexes need not be compared with their tables: much faster for a large database. */
  readonly quick?: boolean;
  readonly free?: FreeBytes;
}

export async function inspectDataDir(dataDir: string, options: InspectOptions = {}): Promise<Finding[]> {
  if (!existsSync(dataDir))
    return [{ check: 'data folder', level: 'warn', message: `${dataDir} is not there yet. Start the server once.` }];
  const path = join(dataDir, databaseFile);
  const around = [inspectFolder(dataDir), inspectLock(dataDir), ...inspectLeftovers(dataDir)];
  const disk = await inspectDisk(dataDir, options.free);
  if (!existsSync(path)) {
    const message = `${path} is not there yet. Start the server once, or put a backup back: partyline restore <backup>`;
    return [...around, disk, { check: 'database', level: 'warn', message }];
  }
  return [
    ...around,
    ...inspectModes(dataDir),
    disk,
    ...inspectDatabase(path, { quick: options.quick ?? false }),
    inspectKey(dataDir, path, options.masterKey),
    ...inspectMedia(dataDir, path),
    ...(await inspectBridges(dataDir)),
  ];
}

function inspectKey(dataDir: string, path: string, masterKey: string | undefined): Finding {
  const check = 'key';
  try {
    const key = loadKey(dataDir, masterKey);
    const opened = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const sealed = opened.prepare('select sealed from secrets where subject = ?').get(canary.subject)?.['sealed'];
    opened.close();
    if (sealed instanceof Uint8Array && !keyFits(key, sealed)) return { check, level: 'fail', message: wrongKey };
    return { check, level: 'ok', message: masterKey === undefined ? keyFile(dataDir) : 'that of the settings fits' };
  } catch (error) {
    return { check, level: 'fail', message: error instanceof Error ? error.message : String(error) };
  }
}
