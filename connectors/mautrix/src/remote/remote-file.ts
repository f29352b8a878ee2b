/** `remote.json`: what is kept of a bridge that runs elsewhere. It holds the bridge's tokens, so it is for this user only. */

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fields, integer, text } from '@partyline/matrix-content';
import type { Tokens } from '../store/kept.ts';

export interface RemoteFile {
  readonly type: string;
  /** Port of this machine at which it is waited for. */
  readonly port: number;
  /** What the bridge dials: `http://127.0.0.1:29330`, or the address of what stands in front. */
  readonly address: string;
  readonly tokens: Tokens;
}

export const remoteFileName = 'remote.json';

export function newTokens(): Tokens {
  const secret = () => randomBytes(32).toString('base64url');
  return { bridge: secret(), host: secret(), provisioning: secret() };
}

export function writeRemoteFile(folder: string, file: RemoteFile): void {
  const path = join(folder, remoteFileName);
  writeFileSync(`${path}.new`, JSON.stringify(file, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** @returns undefined when the folder is not that of a remote bridge. @throws Error when the file cannot be used */
export function readRemoteFile(folder: string): RemoteFile | undefined {
  const path = join(folder, remoteFileName);
  let written: string;
  try {
    written = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
  const file = readObject(written);
  const tokens = fields(file['tokens']);
  const [type, address] = [text(file['type']), text(file['address'])];
  const port = integer(file['port']);
  const [bridge, host, provisioning] = [text(tokens['bridge']), text(tokens['host']), text(tokens['provisioning'])];
  if (!type || !address || !port || !bridge || !host || !provisioning)
    throw new Error(`${path} is damaged. Put it back from a backup, or remove the bridge and add it anew.`);
  return { type, port, address, tokens: { bridge, host, provisioning } };
}

/** @throws Error when there are none */
export function remoteTokens(folder: string): Tokens {
  const file = readRemoteFile(folder);
  if (file === undefined) throw new Error(`There is no ${join(folder, remoteFileName)}: the bridge was removed.`);
  return file.tokens;
}

function readObject(written: string) {
  try {
    return fields(JSON.parse(written));
  } catch {
    return {};
  }
}
