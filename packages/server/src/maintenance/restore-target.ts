/** The folder that a backup is put back into. */

import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { lockFile, readServerFile } from '../store/data-folder.ts';
import { databaseFile, holdsDatabase } from '../store/store.ts';
import { keyFile } from '../vault/key.ts';
import { isInUse } from './lock-state.ts';
import { MaintenanceRefusal } from './refusal.ts';

/** Where the files of a restore are until it is done. */
export const unfinishedFolder = '.restore-unfinished';
/** Where what was there before is kept. */
export const asidePrefix = 'before-restore-';

/** Bridge programs: they are no data, are not in a backup, and stay. */
const programFolder = 'bridges';

/** Names of what belongs to the folder's present state, the database first: without it the rest is of no use. */
export function contentOf(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  const names = readdirSync(dataDir).filter(
    (name) =>
      !name.startsWith(lockFile) &&
      name !== unfinishedFolder &&
      name !== programFolder &&
      !name.startsWith(asidePrefix),
  );
  return names.sort(
    (one, other) =>
      Number(other.startsWith(databaseFile)) - Number(one.startsWith(databaseFile)) || one.localeCompare(other),
  );
}

/** @throws MaintenanceRefusal `server_running`, and what {@link checkContent} throws */
export function checkTarget(dataDir: string, backup: string, replace: boolean): void {
  if (!existsSync(dataDir)) return;
  if (!statSync(dataDir).isDirectory())
    throw new MaintenanceRefusal('wrong_folder', `${dataDir} is a file. Name a folder with --data-dir.`);
  if (`${realpathSync(dataDir)}${sep}`.startsWith(`${realpathSync(resolve(backup))}${sep}`))
    throw new MaintenanceRefusal(
      'wrong_folder',
      `${dataDir} is in the backup itself. Name another folder with --data-dir.`,
    );
  if (isInUse(dataDir)) throw serverRunning(dataDir);
  checkContent(dataDir, replace);
}

/** @throws MaintenanceRefusal `wrong_folder`, `holds_data` */
export function checkContent(dataDir: string, replace: boolean): void {
  const content = contentOf(dataDir);
  if (content.length === 0) return;
  if (!holdsDatabase(dataDir) && !existsSync(keyFile(dataDir))) {
    const some = content.slice(0, 3).join(', ');
    throw new MaintenanceRefusal(
      'wrong_folder',
      `${dataDir} holds files that are not Partyline's (${some}). Name a new or empty folder with --data-dir.`,
    );
  }
  if (!replace) {
    throw new MaintenanceRefusal(
      'holds_data',
      `${dataDir} holds data. Name another folder with --data-dir, or add --replace: what is there is then moved to ${join(dataDir, `${asidePrefix}<time>`)}, not deleted.`,
    );
  }
}

export function serverRunning(dataDir: string): MaintenanceRefusal {
  const server = readServerFile(dataDir);
  const who = server === undefined ? '' : ` (process ${server.pid}, at ${server.url})`;
  return new MaintenanceRefusal('server_running', `A server${who} is using ${dataDir}. Stop it first, then restore.`);
}
