/** Looks a data folder over without changing it, for `partyline doctor`. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from './store.ts';

export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was found and, unless ok, what to do about it. */
  readonly message: string;
}

export async function inspectDataDir(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir))
    return [{ check: 'data folder', level: 'warn', message: `${dataDir} is not there yet. Start the server once.` }];
  return [folder(dataDir), database(join(dataDir, databaseFile))];
}

function folder(dataDir: string): Finding {
  const check = 'data folder';
  if ((statSync(dataDir).mode & 0o077) === 0) return { check, level: 'ok', message: dataDir };
  return {
    check,
    level: 'warn',
    message: `${dataDir} can be entered by other users of this machine. Run: chmod 700 ${dataDir}`,
  };
}

function database(path: string): Finding {
  const check = 'database';
  if (!existsSync(path)) return { check, level: 'warn', message: `${path} is not there yet. Start the server once.` };
  try {
    const opened = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const problems = opened
      .prepare('pragma integrity_check')
      .all()
      .map((row) => String(row['integrity_check']));
    opened.close();
    if (problems.length === 1 && problems[0] === 'ok') return { check, level: 'ok', message: path };
    return {
      check,
      level: 'fail',
      message: `${path} is damaged: ${problems.slice(0, 3).join('; ')}. Put a backup back.`,
    };
  } catch (error) {
    return {
      check,
      level: 'fail',
      message: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
