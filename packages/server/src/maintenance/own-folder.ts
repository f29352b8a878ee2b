/** Work in a data folder that no server may do anything in meanwhile. */

import { existsSync } from 'node:fs';
import { lockDataFolder, readServerFile } from '../store/data-folder.ts';
import { isInUse } from './lock-state.ts';
import { MaintenanceRefusal } from './refusal.ts';

/** @param what is done, for the refusal: `reset the bridge`. @throws MaintenanceRefusal `no_data_folder`, `server_running` */
export async function withOwnFolder<T>(dataDir: string, what: string, work: () => Promise<T> | T): Promise<T> {
  if (!existsSync(dataDir))
    throw new MaintenanceRefusal(
      'no_data_folder',
      `There is no data folder ${dataDir}. Name the data folder with --data-dir.`,
    );
  const unlock = lock(dataDir, what);
  try {
    return await work();
  } finally {
    unlock();
  }
}

function lock(dataDir: string, what: string): () => void {
  try {
    return lockDataFolder(dataDir);
  } catch (error) {
    if (!isInUse(dataDir)) throw error;
    const server = readServerFile(dataDir);
    const who = server === undefined ? '' : ` (process ${server.pid}, at ${server.url})`;
    throw new MaintenanceRefusal('server_running', `A server${who} is using ${dataDir}. Stop it first, then ${what}.`);
  }
}
