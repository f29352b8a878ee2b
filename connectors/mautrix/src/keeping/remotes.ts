/** The bridges elsewhere that a data folder knows. */

import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type RemoteFile, readRemoteFile } from '../remote/remote-file.ts';
import { bridgeDataFolder } from './folders.ts';

export interface Remote extends RemoteFile {
  readonly folder: string;
}

/** @param damaged is told of each that cannot be read, which is left out */
export function remotes(dataDir: string, damaged: (error: Error) => void): Remote[] {
  return foldersOf(dataDir).flatMap((name) => {
    const folder = join(bridgeDataFolder(dataDir), name);
    try {
      const file = readRemoteFile(folder);
      return file === undefined ? [] : [{ ...file, folder }];
    } catch (error) {
      damaged(error instanceof Error ? error : new Error(String(error)));
      return [];
    }
  });
}

/** Names of the folders of bridges, in order. */
export function foldersOf(dataDir: string): string[] {
  const isFolder = (entry: Dirent) => entry.isDirectory() && /^[a-z][a-z0-9-]*$/.test(entry.name);
  try {
    const entries = readdirSync(bridgeDataFolder(dataDir), { withFileTypes: true });
    return entries
      .filter(isFolder)
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
