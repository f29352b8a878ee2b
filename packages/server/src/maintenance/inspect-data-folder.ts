/** Looks a data folder over without changing it, for `partyline doctor`. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../store/store.ts';
import { keyFile, loadKey } from '../vault/key.ts';
import { canary, keyFits, wrongKey } from '../vault/vault.ts';

export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was found and, unless ok, what to do about it. */
  readonly message: string;
}

/** @param masterKey the setting `masterKey`; absent: the key file is looked at */
export async function inspectDataDir(dataDir: string, masterKey?: string): Promise<Finding[]> {
  if (!existsSync(dataDir))
    return [{ check: 'data folder', level: 'warn', message: `${dataDir} is not there yet. Start the server once.` }];
  const path = join(dataDir, databaseFile);
  return [folder(dataDir), database(path), ...(existsSync(path) ? [key(dataDir, path, masterKey)] : [])];
}

function key(dataDir: string, path: string, masterKey: string | undefined): Finding {
  const check = 'key';
  try {
    const key = loadKey(dataDir, masterKey);
    const opened = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const sealed = opened.prepare('select sealed from secrets where subject = ?').get(canary.subject)?.['sealed'];
    opened.close();
    if (sealed instanceof Uint8Array && !keyFits(key, sealed)) return { check, level: 'fail', message: wrongKey };
    return { check, level: 'ok', message: masterKey === undefined ? keyFile(dataDir) : 'PARTYLINE_MASTER_KEY' };
  } catch (error) {
    return { check, level: 'fail', message: error instanceof Error ? error.message : String(error) };
  }
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
