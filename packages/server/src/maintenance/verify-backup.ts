/** Whether a backup is whole, read from end to end and not changed. */

import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../store/store.ts';
import { sumFile } from './copy-file.ts';
import { damageOf, isNewer, migrationsOf } from './database-facts.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { MaintenanceRefusal } from './refusal.ts';

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What can be told without reading the files. @throws MaintenanceRefusal `not_a_backup`, `backup_damaged`, `newer_version` */
export function openBackup(backup: string): Manifest {
  const folder = resolve(backup);
  if (!existsSync(folder)) {
    throw new MaintenanceRefusal(
      'not_a_backup',
      `There is no folder ${folder}. Name the folder that \`partyline backup\` made.`,
    );
  }
  if (!statSync(folder).isDirectory()) {
    throw new MaintenanceRefusal(
      'not_a_backup',
      `${folder} is a file. Name the folder that \`partyline backup\` made; unpack it first if it was packed.`,
    );
  }
  const manifest = readManifest(folder);
  if (manifest.schema !== '' && isNewer([manifest.schema])) throw newer(folder);
  return manifest;
}

/** Also reads all files and compares their checksums, and looks the database over. @throws MaintenanceRefusal as {@link openBackup} */
export async function verifyBackup(backup: string, { signal, onProgress }: VerifyOptions = {}): Promise<Manifest> {
  const folder = resolve(backup);
  const manifest = openBackup(folder);
  const total = bytesOf(manifest);
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    onProgress?.(done, total);
  };
  for (const file of manifest.files) {
    const sum = await sumFile(join(folder, file.path), { signal, onBytes }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw damagedFile(folder, file.path, error instanceof Error ? error.message : String(error));
    });
    if (sum.bytes !== file.bytes || sum.sha256 !== file.sha256) throw damagedFile(folder, file.path);
  }
  inspectDatabase(folder);
  return manifest;
}

function inspectDatabase(folder: string): void {
  const database = new DatabaseSync(join(folder, databaseFile), { readOnly: true });
  try {
    const [damage] = damageOf(database, { quick: false });
    if (damage !== undefined) throw damagedFile(folder, databaseFile, damage);
    if (isNewer(migrationsOf(database))) throw newer(folder);
  } finally {
    database.close();
  }
}

export const bytesOf = ({ files }: Manifest): number => files.reduce((sum, file) => sum + file.bytes, 0);

export const damagedFile = (folder: string, path: string, reason = 'it is not as it was written'): MaintenanceRefusal =>
  new MaintenanceRefusal('backup_damaged', `The backup ${folder} is damaged: ${path}: ${reason}. Take another backup.`);

const newer = (folder: string) =>
  new MaintenanceRefusal(
    'newer_version',
    `The backup ${folder} was made by a newer Partyline than this one. Install that version, or take an older backup.`,
  );
