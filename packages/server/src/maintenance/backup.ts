/** Copies a data folder while its server runs, or while none does. */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { databaseFile, holdsDatabase } from '../store/store.ts';
import { keyFile } from '../vault/key.ts';
import { backupPlace } from './backup-place.ts';
import { type BridgeSnapshots, foldersAbove, snapshotBridges } from './copy-bridges.ts';
import { type Snapshot, takeSnapshot } from './copy-database.ts';
import { copyFile, sumFile, syncFolder } from './copy-file.ts';
import { migrationsOf } from './database-facts.ts';
import { explainFullDisk, type FreeBytes, freeBytes, requireSpace } from './disk-space.ts';
import { type BackupFile, configFile, type Manifest, version, writeManifest } from './manifest.ts';
import { listMedia, type MediaFile, namedMedia } from './media-files.ts';
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
  const bridges = await snapshotBridges(dataDir);
  const snapshot = holdOn(dataDir, bridges);
  const unfinished = join(dirname(place), `.${basename(place)}.unfinished-${randomBytes(4).toString('hex')}`);
  try {
    const media = listMedia(dataDir);
    const total = media.reduce((sum, file) => sum + file.bytes, snapshot.bytes + bridges.bytes);
    await requireSpace(dirname(place), total, options.free ?? freeBytes);
    await mkdir(unfinished, { mode: 0o700 });
    const manifest = await fill(unfinished, { dataDir, snapshot, bridges, media, total, time, options });
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
    bridges.close();
  }
}

interface Facts {
  /** The newest migration; empty when there is none. */
  readonly schema: string;
  /** See {@link namedMedia}. */
  readonly media: Set<string>;
}

/** After the bridges, see `copy-bridges.ts`. */
function holdOn(dataDir: string, bridges: BridgeSnapshots): Snapshot<Facts> {
  try {
    return takeSnapshot(join(dataDir, databaseFile), (copy) => ({
      schema: migrationsOf(copy).at(-1) ?? '',
      media: namedMedia(copy),
    }));
  } catch (error) {
    bridges.close();
    throw error;
  }
}

function ownFolder(dataDir: string): string {
  const path = `${resolve(dataDir)}-backups`;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

interface Work {
  readonly dataDir: string;
  readonly snapshot: Snapshot<Facts>;
  readonly bridges: BridgeSnapshots;
  /** What was there when it began: beyond it nothing can be named by the snapshot. */
  readonly media: readonly MediaFile[];
  readonly total: number;
  readonly time: Date;
  readonly options: BackupOptions;
}

async function fill(folder: string, work: Work): Promise<Manifest> {
  const { dataDir, snapshot, bridges, media, total, time, options } = work;
  const { signal, onProgress, withKey } = options;
  const files: BackupFile[] = [];
  let done = 0;
  const copyDatabase = async <T>(path: string, from: Snapshot<T>): Promise<T> => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const facts = await from.copyTo(target, (copied) => {
      signal?.throwIfAborted();
      onProgress?.(done + copied, total);
    });
    done += from.bytes;
    files.push({ path, ...(await sumFile(target, { signal })) });
    return facts;
  };
  const add = async (name: string) => {
    const onBytes = (bytes: number) => {
      done += bytes;
      onProgress?.(done, total);
    };
    await mkdir(dirname(join(folder, name)), { recursive: true, mode: 0o700 });
    files.push({ path: name, ...(await copyFile(join(dataDir, name), join(folder, name), { signal, onBytes })) });
  };
  // The cache may have dropped it since.
  const addIfThere = (path: string) => add(path).catch(ignoreMissing(join(dataDir, path)));

  const facts = await copyDatabase(databaseFile, snapshot);
  const key = keyFile(dataDir);
  const hasKey = existsSync(key);
  if (hasKey && withKey) await add(basename(key));
  if (existsSync(join(dataDir, configFile))) await add(configFile);
  for (const { path } of media.filter(({ id }) => facts.media.has(id))) await addIfThere(path);
  for (const path of bridges.files) await add(path);
  for (const database of bridges.databases) {
    const named = await copyDatabase(database.path, database.snapshot);
    for (const id of named) await addIfThere(`${database.media}/${id}`);
  }
  for (const above of foldersAbove(files.map(({ path }) => path))) await syncFolder(join(folder, above));
  return {
    format: bridges.bridges.length === 0 ? 1 : 2,
    version,
    schema: facts.schema,
    createdAt: time.toISOString(),
    key: !hasKey ? 'none' : withKey ? 'included' : 'left_out',
    files,
    ...(bridges.bridges.length > 0 && { bridges: [...bridges.bridges] }),
  };
}

function ignoreMissing(path: string): (error: unknown) => void {
  return (error) => {
    if (existsSync(path)) throw error;
  };
}
