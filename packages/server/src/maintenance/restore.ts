/** Puts a backup back as a data folder. */

import { chmodSync, mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockDataFolder } from '../store/data-folder.ts';
import { databaseFile } from '../store/store.ts';
import { stamp } from './backup-place.ts';
import { requireStoppedBridges } from './bridge-processes.ts';
import { foldersAbove } from './copy-bridges.ts';
import { copyFile, syncFolder } from './copy-file.ts';
import { hasTable } from './database-facts.ts';
import { explainFullDisk, type FreeBytes, freeBytes, requireSpace } from './disk-space.ts';
import { isInUse } from './lock-state.ts';
import type { Manifest } from './manifest.ts';
import { type MissingProgram, missingPrograms } from './missing-programs.ts';
import {
  asidePrefix,
  checkContent,
  checkTarget,
  contentOf,
  serverRunning,
  unfinishedFolder,
} from './restore-target.ts';
import { bytesOf, damagedFile, openBackup, verifyBackup } from './verify-backup.ts';

export interface RestoreOptions {
  /** Whether what the folder holds may be moved aside. */
  readonly replace: boolean;
  /** Gives it up; nothing was changed then. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes: first all are verified, then copied, so the total is twice the backup. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly now?: () => Date;
  readonly free?: FreeBytes;
}

export interface RestoreReport {
  readonly dataDir: string;
  readonly manifest: Manifest;
  /** The folder that has what was there before. */
  readonly movedAside: string | undefined;
  /** Bridges whose programs are not here. */
  readonly missing: readonly MissingProgram[];
}

/**
 * Copies into the folder under another name, then moves into place while the folder's lock is held, so that no server can start in between. IDs
 * stay; the log gets a new identity, because cursors given out after the backup mean positions that it does not have.
 *
 * The folder is filled, not swapped for another: it may be a mount, or in a folder that this user may not write to.
 *
 * @throws MaintenanceRefusal; the system's error when something cannot be written; the signal's reason
 */
export async function restore(backup: string, dataDir: string, options: RestoreOptions): Promise<RestoreReport> {
  const { replace, signal, onProgress } = options;
  const source = resolve(backup);
  const target = resolve(dataDir);
  const bytes = bytesOf(openBackup(source));
  checkTarget(target, source, replace);
  await requireSpace(target, bytes, options.free ?? freeBytes);
  const manifest = await verifyBackup(source, { signal, onProgress: (done) => onProgress?.(done, bytes * 2) });
  const made = mkdirSync(target, { recursive: true, mode: 0o700 });
  const unlock = lock(target);
  try {
    // A server may have come and gone while the backup was read.
    checkContent(target, replace);
    await requireStoppedBridges(target);
    const unfinished = await freshFolder(target);
    await fill(unfinished, source, manifest, { signal, onProgress: (done) => onProgress?.(bytes + done, bytes * 2) });
    renew(join(unfinished, databaseFile));
    signal?.throwIfAborted();
    const movedAside = moveIn(unfinished, target, (options.now ?? (() => new Date()))());
    chmodSync(target, 0o700);
    await syncFolder(target);
    return { dataDir: target, manifest, movedAside, missing: missingPrograms(target, manifest) };
  } catch (error) {
    await rm(made ?? join(target, unfinishedFolder), { recursive: true, force: true });
    throw explainFullDisk(error, target);
  } finally {
    unlock();
  }
}

function lock(target: string): () => void {
  try {
    return lockDataFolder(target);
  } catch (error) {
    throw isInUse(target) ? serverRunning(target) : error;
  }
}

/** In place of what a restore left that was killed. */
async function freshFolder(target: string): Promise<string> {
  const path = join(target, unfinishedFolder);
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { mode: 0o700 });
  return path;
}

interface Filling {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (done: number) => void;
}

async function fill(folder: string, source: string, { files }: Manifest, { signal, onProgress }: Filling) {
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    onProgress(done);
  };
  for (const { path, bytes, sha256 } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    const sum = await copyFile(join(source, path), join(folder, path), { signal, onBytes });
    if (sum.bytes !== bytes || sum.sha256 !== sha256) throw damagedFile(source, path);
  }
  for (const name of ['.', ...foldersAbove(files.map(({ path }) => path))]) await syncFolder(join(folder, name));
}

/** What must not be as it was. The identity of the log is as migration 002 makes it; before that there is none yet. */
function renew(path: string): void {
  const database = new DatabaseSync(path);
  try {
    if (!hasTable(database, 'meta')) return;
    database.exec("insert or replace into meta (key, value) values ('log_id', lower(hex(randomblob(6))))");
    // Browsers that were signed out since stay so.
    if (hasTable(database, 'owner_sessions')) database.exec('delete from owner_sessions');
    // The outbox must not send again what went out after the backup was made.
    database.exec("insert or replace into meta (key, value) values ('restored_at', unixepoch())");
  } finally {
    database.close();
  }
}

/** @returns the folder that has what was there before, if anything was */
function moveIn(unfinished: string, target: string, time: Date): string | undefined {
  const old = contentOf(target);
  const aside = join(target, `${asidePrefix}${stamp(time)}`);
  if (old.length > 0) mkdirSync(aside, { mode: 0o700 });
  moveAll([
    ...old.map((name) => ({ from: join(target, name), to: join(aside, name) })),
    // The database comes last: without it nothing takes the folder for a whole one.
    ...contentOf(unfinished)
      .reverse()
      .map((name) => ({ from: join(unfinished, name), to: join(target, name) })),
  ]);
  rmdirSync(unfinished);
  return old.length > 0 ? aside : undefined;
}

/** All, or none. */
function moveAll(moves: readonly { readonly from: string; readonly to: string }[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const { from, to } of moves) {
      renameSync(from, to);
      undo.unshift(() => renameSync(to, from));
    }
  } catch (error) {
    for (const step of undo) step();
    throw error;
  }
}
