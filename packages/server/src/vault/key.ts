/** The key that seals secrets. It is never in the database. */

import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const keyBytes = 32;
export const keyFile = (dataDir: string): string => join(dataDir, 'master.key');

/** Makes the key of a new data folder; one that is there stays. */
export function makeKeyFile(dataDir: string): void {
  const path = keyFile(dataDir);
  if (existsSync(path)) return;
  writeFileSync(path, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
}

/**
 * @param masterKey the setting `masterKey`; stretched with scrypt, so any string will do. Absent: the key file.
 * @returns 32 bytes
 * @throws Error in words when the key file is gone, open to others or damaged
 */
export function loadKey(dataDir: string, masterKey: string | undefined): Buffer {
  // The salt is fixed on purpose: the same setting must open the same data folder again, also after it moved.
  if (masterKey !== undefined)
    return scryptSync(masterKey, 'partyline master key', keyBytes, { N: 1 << 15, maxmem: 64 << 20 });
  const path = keyFile(dataDir);
  if (!existsSync(path)) {
    throw new Error(
      `The key file ${path} is gone. Put a copy of it back, or set PARTYLINE_MASTER_KEY if this folder was made with it. To start over without the accounts in it, move the folder away.`,
    );
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Error(`The key file ${path} can be read by other users of this machine. Run: chmod 600 ${path}`);
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== keyBytes)
    throw new Error(
      `The key file ${path} is damaged: it must hold ${keyBytes} bytes in base64. Put a copy of it back.`,
    );
  return key;
}
