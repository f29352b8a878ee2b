/** The folder everything lives in: private to its user, and used by one server at a time. */

import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Makes the folder (mode 0700) when it is not there. @throws Error in words when it cannot be used */
export function prepareDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!statSync(path).isDirectory()) throw new Error('it is not a folder');
  } catch (error) {
    throw new Error(
      `The data folder ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** What a running server says of itself to programs on the same machine. */
export interface ServerFile {
  readonly pid: number;
  readonly url: string;
  readonly startedAt: string;
}

/** Held by a running server, see {@link lockDataFolder}; empty, and left behind. */
export const lockFile = 'server.lock';

const serverFile = (dataDir: string) => join(dataDir, 'server.json');

/** @returns undefined when no server wrote one, or it is not readable */
export function readServerFile(dataDir: string): ServerFile | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(serverFile(dataDir), 'utf8'));
    if (
      typeof parsed !== 'object' ||
      parsed === null ||
      !('pid' in parsed) ||
      !('url' in parsed) ||
      !('startedAt' in parsed)
    )
      return undefined;
    const { pid, url, startedAt } = parsed;
    return typeof pid === 'number' && typeof url === 'string' && typeof startedAt === 'string'
      ? { pid, url, startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

export function writeServerFile(dataDir: string, file: ServerFile): void {
  writeFileSync(serverFile(dataDir), `${JSON.stringify(file)}\n`, { mode: 0o600 });
}

export function removeServerFile(dataDir: string): void {
  rmSync(serverFile(dataDir), { force: true });
}

/**
 * Takes the folder for this process. The lock is SQLite's own on a file of its own, so the system frees it even after `kill -9`.
 * @returns how to give it back
 * @throws Error in words when another server has it
 */
export function lockDataFolder(dataDir: string): () => void {
  const path = join(dataDir, lockFile);
  const lock = new DatabaseSync(path);
  try {
    chmodSync(path, 0o600);
    lock.exec('pragma journal_mode = delete; begin exclusive');
  } catch {
    lock.close();
    const other = readServerFile(dataDir);
    const who = other === undefined ? '' : ` (process ${other.pid}, at ${other.url})`;
    throw new Error(
      `Another Partyline${who} is using the data folder ${dataDir}. Stop it, or start this one with another --data-dir.`,
    );
  }
  return () => lock.close();
}
