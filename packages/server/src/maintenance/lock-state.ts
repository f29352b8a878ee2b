import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { lockFile } from '../store/data-folder.ts';

const busy = 5;

/** Whether a server has the folder. Only reads: the lock is not taken. @throws Error when the lock cannot be read */
export function isInUse(dataDir: string): boolean {
  const path = join(dataDir, lockFile);
  if (!existsSync(path)) return false;
  const lock = new DatabaseSync(path, { readOnly: true });
  try {
    lock.prepare('select 1 from sqlite_schema').get();
    return false;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return true;
    throw error;
  } finally {
    lock.close();
  }
}
