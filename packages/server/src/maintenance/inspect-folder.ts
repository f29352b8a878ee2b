/** What `partyline doctor` finds in the folder itself: who may read it, who uses it, how much room there is. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readServerFile } from '../store/data-folder.ts';
import { databaseFile } from '../store/store.ts';
import { type FreeBytes, freeBytes } from './disk-space.ts';
import type { Finding } from './finding.ts';
import { isInUse } from './lock-state.ts';
import { unfinishedFolder } from './restore-target.ts';
import { sizeText } from './size-text.ts';

const others = 0o077;

export function inspectFolder(dataDir: string): Finding {
  const check = 'data folder';
  if ((statSync(dataDir).mode & others) === 0) return { check, level: 'ok', message: dataDir };
  const message = `${dataDir} can be entered by other users of this machine. Run: chmod 700 ${dataDir}`;
  return { check, level: 'warn', message };
}

/** The key has a check of its own. */
export function inspectModes(dataDir: string): Finding[] {
  const check = 'file modes';
  const open = [databaseFile, `${databaseFile}-wal`, `${databaseFile}-shm`]
    .map((name) => join(dataDir, name))
    .filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & others) !== 0);
  if (open.length === 0) return [{ check, level: 'ok', message: 'the database can be read by you alone' }];
  const message = `other users of this machine can read ${open.join(', ')}. Run: chmod 600 ${open.join(' ')}`;
  return [{ check, level: 'warn', message }];
}

export function inspectLock(dataDir: string): Finding {
  const check = 'lock';
  const server = readServerFile(dataDir);
  try {
    if (!isInUse(dataDir)) {
      const left =
        server === undefined ? '' : `; process ${server.pid} was killed, and the next start tidies up after it`;
      return { check, level: 'ok', message: `no server is using it${left}` };
    }
    const who =
      server === undefined ? 'a server that is starting or stopping' : `process ${server.pid} at ${server.url}`;
    return { check, level: 'ok', message: `in use by ${who}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      check,
      level: 'fail',
      message: `server.lock cannot be read: ${reason}. Let it belong to the user of the server.`,
    };
  }
}

export function inspectLeftovers(dataDir: string): Finding[] {
  const path = join(dataDir, unfinishedFolder);
  // While one is at work it holds the lock.
  if (!existsSync(path) || isInUse(dataDir)) return [];
  const message = `${path} is what a restore left that was killed. Restore again, or delete it.`;
  return [{ check: 'leftovers', level: 'warn', message }];
}

/** Below it writes fail any moment. */
const leastBytes = 100_000_000;
/** Below it there is time to act. */
const fewBytes = 1_000_000_000;

export async function inspectDisk(dataDir: string, free: FreeBytes = freeBytes): Promise<Finding> {
  const bytes = await free(dataDir);
  const message = `${sizeText(bytes)} free`;
  if (bytes >= fewBytes) return { check: 'disk', level: 'ok', message };
  return {
    check: 'disk',
    level: bytes < leastBytes ? 'fail' : 'warn',
    message: `only ${message} on the disk of ${dataDir}. When it is full nothing can be received or sent: make room, or move the folder with a backup.`,
  };
}
