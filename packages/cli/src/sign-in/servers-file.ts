/** The servers that this person signed in to from here: one file in their configuration folder, readable by nobody else. */

import { chmodSync, mkdirSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../exit.ts';

/** How the token came here. */
const ways = ['browser', 'device', 'code', 'token'] as const;
export type Way = (typeof ways)[number];

export interface SignedInServer {
  /** What the person calls it; of one server only. */
  readonly name: string;
  /** Without a slash at its end. The token goes there and nowhere else. */
  readonly url: string;
  readonly way: Way;
  readonly accessToken: string;
  /** ISO 8601; absent: until it is revoked. */
  readonly expiresAt?: string;
  /** What a program that registered itself needs to get the next access token. */
  readonly refresh?: { readonly token: string; readonly clientID: string; readonly endpoint: string };
}

export interface ServersFile {
  /** The name of the one that is meant where nothing else is said. */
  readonly default: string | undefined;
  readonly servers: readonly SignedInServer[];
}

const nothing: ServersFile = { default: undefined, servers: [] };

/** `$XDG_CONFIG_HOME/partyline`, else `~/.config/partyline`. A relative one counts as not set (XDG base directory specification). */
function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  const xdg = env['XDG_CONFIG_HOME'];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.config'), 'partyline');
}

export const serversPath = (): string => join(configFolder(), 'servers.json');

/** @throws CliError 1 when there is a file, and it cannot be read */
export async function readServers(): Promise<ServersFile> {
  const path = serversPath();
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return nothing;
    throw unreadable(path, error);
  }
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The one at this address. */
export async function signedInAt(url: string): Promise<SignedInServer | undefined> {
  const { servers } = await readServers();
  return servers.find((server) => server.url === url);
}

/**
 * Changes the file while no other command does: what `change` sees is what is there, until what it gives is.
 *
 * @throws CliError 1 when the file cannot be written, or somebody else keeps it for longer than a minute
 */
export async function changeServers(change: (before: ServersFile) => Promise<ServersFile>): Promise<ServersFile> {
  const folder = configFolder();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(folder, error);
  }
  const unlock = await lock(join(folder, 'servers.lock'));
  try {
    const before = await readServers();
    const after = await change(before);
    if (after !== before) await write(after);
    return after;
  } finally {
    unlock();
  }
}

async function write(file: ServersFile): Promise<void> {
  const path = serversPath();
  const temporary = `${path}.${process.pid}`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(path, error);
  }
}

const patienceMs = 60_000;
const betweenTriesMs = 50;

/** SQLite's own lock, as that of the data folder: the system frees it even after `kill -9`. @returns how to give it back */
async function lock(path: string): Promise<() => void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path);
      chmodSync(path, 0o600);
      database.exec('pragma journal_mode = delete; begin exclusive');
      const held = database;
      return () => held.close();
    } catch (error) {
      database?.close();
      if (database === undefined || !isBusy(error) || Date.now() > until) throw unwritable(path, error);
    }
    await delay(betweenTriesMs);
  }
}

/** SQLITE_BUSY. */
const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 5;

function parse(document: unknown): ServersFile {
  const { servers, default: usual } = record(document);
  if (!Array.isArray(servers)) throw new Error('"servers" is no list');
  return { default: usual === undefined ? undefined : text(usual, 'default'), servers: servers.map(parseServer) };
}

function parseServer(entry: unknown): SignedInServer {
  const fields = record(entry);
  const way = ways.find((known) => known === fields['way']);
  if (way === undefined) throw new Error(`"way" is none of ${ways.join(', ')}`);
  const needed = (name: string) => text(fields[name], name);
  const server = { name: needed('name'), url: needed('url'), way, accessToken: needed('accessToken') };
  const expires = fields['expiresAt'] === undefined ? {} : { expiresAt: needed('expiresAt') };
  if (fields['refresh'] === undefined) return { ...server, ...expires };
  const { token, clientID, endpoint } = record(fields['refresh']);
  const refresh = {
    token: text(token, 'token'),
    clientID: text(clientID, 'clientID'),
    endpoint: text(endpoint, 'endpoint'),
  };
  return { ...server, ...expires, refresh };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('an object is expected');
  return { ...value };
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`"${name}" is no text`);
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const unreadable = (path: string, error: unknown): CliError =>
  new CliError(
    'failed',
    'servers_file',
    `${path} cannot be read (${reason(error)}). Mend it, or remove it and sign in again with setup.`,
  );

const unwritable = (path: string, error: unknown): CliError =>
  new CliError('failed', 'servers_file', `${path} cannot be written: ${reason(error)}`);
