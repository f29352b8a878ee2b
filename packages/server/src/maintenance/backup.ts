/** Copies a data folder while its server runs, or while none does. */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { databaseFile, holdsDatabase } from '../store/store.ts';
import { keyFile } from '../vault/key.ts';
import { backupPlace } from './backup-place.ts';
import { type Snapshot, takeSnapshot } from './copy-database.ts';
import { copyFile, sumFile, syncFolder } from './copy-file.ts';
import { explainFullDisk, type FreeBytes, freeBytes, requireSpace } from './disk-space.ts';
import { type BackupFile, configFile, type Manifest, version, writeManifest } from './manifest.ts';
import { listMedia, type MediaFile } from './media-files.ts';
import { MaintenanceRefusal } from './refusal.ts';

export interface BackupOptions {
  /** Whether the key file goes along. Whoever has both can use every login. */
  readonly withKey: boolean;
  /** Gives it up; nothing is left of it then. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes, of about so many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly now?: () => Date;
  readonly free?: FreeBytes;
}

export interface BackupReport {
  readonly path: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Everything that was acknowledged before the call is in the backup. It is written under another name, and gets its own when it is whole and on the disk.
 *
 * @param target see {@link backupPlace}; undefined: in a folder beside the data folder, `<data folder>-backups`
 * @throws MaintenanceRefusal; the system's error when something cannot be read or written; the signal's reason
 */
export async function backUp(
  dataDir: string,
  target: string | undefined,
  options: BackupOptions,
): Promise<BackupReport> {
  if (!holdsDatabase(dataDir)) {
    throw new MaintenanceRefusal(
      'no_data_folder',
      `There is no ${databaseFile} in ${dataDir}, so there is nothing to back up. Name the data folder with --data-dir.`,
    );
  }
  const time = (options.now ?? (() => new Date()))();
  const place = backupPlace(target ?? ownFolder(dataDir), dataDir, time);
  const snapshot = takeSnapshot(join(dataDir, databaseFile));
  const unfinished = join(dirname(place), `.${basename(place)}.unfinished-${randomBytes(4).toString('hex')}`);
  try {
    const media = listMedia(dataDir);
    const total = media.reduce((sum, file) => sum + file.bytes, snapshot.bytes);
    await requireSpace(dirname(place), total, options.free ?? freeBytes);
    await mkdir(unfinished, { mode: 0o700 });
    const manifest = await fill(unfinished, { dataDir, snapshot, media, total, time, options });
    await writeManifest(unfinished, manifest);
    await syncFolder(unfinished);
    options.signal?.throwIfAborted();
    await rename(unfinished, place);
    await syncFolder(dirname(place));
    return { path: place, bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0), manifest };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw explainFullDisk(error, dirname(place));
  } finally {
    snapshot.close();
  }
}

function ownFolder(dataDir: string): string {
  const path = `${resolve(dataDir)}-backups`;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

interface Work {
  readonly dataDir: string;
  readonly snapshot: Snapshot;
  /** What was there when it began: beyond it nothing can be named by the snapshot. */
  readonly media: readonly MediaFile[];
  readonly total: number;
  readonly time: Date;
  readonly options: BackupOptions;
}

async function fill(folder: string, { dataDir, snapshot, media, total, time, options }: Work): Promise<Manifest> {
  const { signal, onProgress, withKey } = options;
  const path = join(folder, databaseFile);
  const facts = await snapshot.copyTo(path, (done) => {
    signal?.throwIfAborted();
    onProgress?.(done, total);
  });
  const files: BackupFile[] = [{ path: databaseFile, ...(await sumFile(path, { signal })) }];
  let done = snapshot.bytes;
  const add = async (name: string) => {
    const onBytes = (bytes: number) => {
      done += bytes;
      onProgress?.(done, total);
    };
    files.push({ path: name, ...(await copyFile(join(dataDir, name), join(folder, name), { signal, onBytes })) });
  };
  const key = keyFile(dataDir);
  const hasKey = existsSync(key);
  if (hasKey && withKey) await add(basename(key));
  if (existsSync(join(dataDir, configFile))) await add(configFile);
  const named = media.filter(({ id }) => facts.media.has(id));
  for (const file of named) {
    await mkdir(dirname(join(folder, file.path)), { recursive: true, mode: 0o700 });
    // The cache may have dropped it since.
    await add(file.path).catch(ignoreMissing(join(dataDir, file.path)));
  }
  for (const folderName of new Set(named.flatMap((file) => [dirname(file.path), dirname(dirname(file.path))])))
    await syncFolder(join(folder, folderName));
  return {
    format: 1,
    version,
    schema: facts.schema,
    createdAt: time.toISOString(),
    key: !hasKey ? 'none' : withKey ? 'included' : 'left_out',
    files,
  };
}

function ignoreMissing(path: string): (error: unknown) => void {
  return (error) => {
    if (existsSync(path)) throw error;
  };
}
