/** Where a backup goes, decided before anything is written. */

import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { holdsDatabase } from '../store/store.ts';
import { manifestFile } from './manifest.ts';
import { MaintenanceRefusal } from './refusal.ts';

/** Names sort by time, in UTC. */
export const stamp = (time: Date): string =>
  time
    .toISOString()
    .replaceAll(':', '')
    .replace(/\.\d+Z$/, 'Z');

/**
 * @param target a folder to make; one that is there gets a folder in it, named by the time.
 * @returns the absolute path of a folder that is not there, in one that is
 * @throws MaintenanceRefusal `target_missing`, `target_exists`, `wrong_folder`
 */
export function backupPlace(target: string, dataDir: string, time: Date): string {
  const given = resolve(target);
  const place = existsSync(given) ? join(inside(given), `partyline-${stamp(time)}`) : given;
  const parent = dirname(place);
  if (!existsSync(parent) || !statSync(parent).isDirectory()) {
    throw new MaintenanceRefusal(
      'target_missing',
      `There is no folder ${parent}, so ${basename(place)} cannot be made in it. Make it first; if it is on another disk, is that mounted?`,
    );
  }
  if (existsSync(place)) throw new MaintenanceRefusal('target_exists', `${place} is there already. Name a new folder.`);
  if (`${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(dataDir)}${sep}`)) {
    throw new MaintenanceRefusal(
      'wrong_folder',
      `${place} would be in the data folder ${dataDir}. Name a folder outside of it, best on another disk.`,
    );
  }
  return place;
}

function inside(folder: string): string {
  if (!statSync(folder).isDirectory())
    throw new MaintenanceRefusal('wrong_folder', `${folder} is a file. Name a folder for the backup.`);
  if (existsSync(join(folder, manifestFile)))
    throw new MaintenanceRefusal('target_exists', `${folder} is a backup already. Name a new folder.`);
  if (holdsDatabase(folder))
    throw new MaintenanceRefusal('wrong_folder', `${folder} is a data folder. Name another folder for the backup.`);
  return folder;
}
