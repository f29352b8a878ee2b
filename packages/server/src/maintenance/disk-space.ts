import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MaintenanceRefusal } from './refusal.ts';
import { sizeText } from './size-text.ts';

/** Bytes that this user may still write on the disk of a folder. */
export type FreeBytes = (folder: string) => Promise<number>;

/** Of a folder that is not there yet: what the one above it has. */
export const freeBytes: FreeBytes = async (folder) => {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  const { bavail, bsize } = await statfs(there);
  return bavail * bsize;
};

/** What a copy needs beyond its files: the manifest, folders, and SQLite's journal while the copy is settled. */
const slackBytes = 1_000_000;

/** @throws MaintenanceRefusal `disk_full` */
export async function requireSpace(folder: string, bytes: number, free: FreeBytes): Promise<void> {
  const there = await free(folder);
  const needed = bytes + slackBytes;
  if (there >= needed) return;
  throw new MaintenanceRefusal(
    'disk_full',
    `There is not enough room at ${folder}: ${sizeText(needed)} are needed, ${sizeText(there)} are free. Make room, or name a folder on another disk.`,
  );
}

/** What to throw for an error while writing: a disk that became full is told like one that was. */
export function explainFullDisk(error: unknown, folder: string): unknown {
  const isFull =
    error instanceof Error &&
    (('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) ||
      error.message.includes('disk is full'));
  if (!isFull) return error;
  return new MaintenanceRefusal(
    'disk_full',
    `The disk of ${folder} became full. What was written is removed again. Make room, or name a folder on another disk.`,
  );
}
