/** The files under `media` in a data folder, as `media/media-folder.ts` places them: `media/<first two characters of the ID>/<ID>`. */

import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { hasTable } from './database-facts.ts';

export const mediaFolder = 'media';

export interface MediaFile {
  readonly id: string;
  /** In the data folder: `media/ab/abcdef`. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

const idPattern = /^[\w-]{22}$/;

export const mediaPath = (id: string): string => `${mediaFolder}/${id.slice(0, 2)}/${id}`;

/** @returns none when there is no such folder. What is not whole yet is in another folder, and not in the list. */
export function listMedia(dataDir: string): MediaFile[] {
  const folders = entries(join(dataDir, mediaFolder)).filter((entry) => entry.isDirectory() && entry.name.length === 2);
  return folders.flatMap(({ name: folder }) =>
    entries(join(dataDir, mediaFolder, folder))
      .filter((entry) => entry.isFile() && idPattern.test(entry.name) && entry.name.startsWith(folder))
      .flatMap(({ name: id }) => {
        const path = mediaPath(id);
        const stat = statSync(join(dataDir, path), { throwIfNoEntry: false });
        return stat === undefined ? [] : [{ id, path, bytes: stat.size, changedAt: stat.mtimeMs }];
      }),
  );
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** @returns the IDs of which the database says that their files are here */
export function namedMedia(database: DatabaseSync): Set<string> {
  if (!hasTable(database, 'media')) return new Set();
  const rows = database.prepare('select id from media where stored_size is not null').all();
  return new Set(rows.map(({ id }) => String(id)));
}
