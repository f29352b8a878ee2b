/** Where bridges are in a data folder. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Programs are looked for here. */
export const programFolder = (dataDir: string) => join(dataDir, 'bridges');

/** A folder for each bridge: what it and its host keep. */
export const bridgeDataFolder = (dataDir: string) => join(dataDir, 'bridge-data');

const remotePrefix = 'sh-';

/** The folder of a bridge that runs elsewhere is called as the bridge; that of a program, by its type. */
export const remoteFolderName = (type: string) => `${remotePrefix}${type}`;

/** `whatsapp` → `local-whatsapp`, `sh-whatsapp` → `sh-whatsapp`. */
export const bridgeIDOf = (folderName: string) =>
  folderName.startsWith(remotePrefix) ? folderName : `local-${folderName}`;

/** Programs, and not the settings beside them. */
export function programFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && !entry.name.endsWith('.json'))
      .map(({ name }) => join(folder, name))
      .sort();
  } catch {
    // There is no such folder.
    return [];
  }
}
