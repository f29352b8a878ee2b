/** The folder of an export: whose it is, what it is of, and that one program at a time writes into it. */

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CliError } from '../exit.ts';
import { folderName, shortID } from './file-names.ts';
import { readManifest } from './read-record.ts';
import type { Manifest } from './records.ts';

const lockFile = '.partyline-export.lock';

export interface ExportFolder {
  readonly path: string;
  /** Of an earlier run. */
  readonly manifest: Manifest | undefined;
  unlock(): void;
}

/** Made when it is not there. @throws CliError for a folder with other things in it, and for one that another export writes into */
export async function openFolder(path: string): Promise<ExportFolder> {
  await mkdir(path, { recursive: true });
  const manifest = await readManifest(path);
  const others = (await readdir(path)).filter((name) => !name.startsWith(lockFile));
  if (manifest === undefined && others.length > 0) {
    throw new CliError(
      'usage',
      'folder_in_use',
      `${path} is not empty, and not an export to go on with. Name a new folder. Nothing was changed.`,
    );
  }
  return { path, manifest, unlock: lock(path) };
}

/** SQLite's own lock, which the system takes back even after `kill -9`. */
function lock(path: string): () => void {
  const database = new DatabaseSync(join(path, lockFile));
  try {
    database.exec('pragma journal_mode = delete; begin exclusive');
  } catch {
    database.close();
    throw new CliError('notReady', 'export_running', `Another export is writing into ${path}. Wait for its end.`);
  }
  return () => database.close();
}

/** Names within a folder, by the short ID at their end: one that is there keeps its name, whatever it is called now. */
export async function namesIn(path: string): Promise<(title: string, id: string) => string> {
  await mkdir(path, { recursive: true });
  const known = new Map<string, string>();
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isDirectory()) known.set(entry.name.slice(entry.name.lastIndexOf(' ') + 1), entry.name);
  return (title, id) => known.get(shortID(id)) ?? folderName(title, id);
}
