/** `server.json` in the data folder: how a running server says where it is. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ServerFile {
  readonly pid: number;
  readonly url: string;
}

/** What the file says; `undefined` without one, or when its process is gone. */
export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'));
  } catch {
    // No file, no right to read it, or half written: for the search it is the same.
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('pid' in parsed) || !('url' in parsed)) return undefined;
  const { pid, url } = parsed;
  if (typeof pid !== 'number' || typeof url !== 'string' || !isRunning(pid)) return undefined;
  return { pid, url };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
