/** Which server a command talks to. */

import { existsSync } from 'node:fs';
import { resolveDataDir } from './data-dir.ts';
import { CliError } from './exit.ts';
import type { Globals } from './globals.ts';
import { startHint } from './hint.ts';
import { isLoopbackName, samePlace } from './loopback.ts';
import { probe, scan } from './probe.ts';
import { readServerFile } from './server-file.ts';

export interface Target {
  readonly url: string;
  /** The data folder of that server, when it is one on this machine. */
  readonly dataDir?: string;
}

/**
 * `--url`, else the server that runs on the data folder. Another one is never called: it holds other accounts, and would get the token.
 *
 * @throws CliError 4 when no server answers there.
 */
export async function findTarget(globals: Globals): Promise<Target> {
  if (globals.url !== undefined) return givenTarget(globals.url, globals);
  const dataDir = await resolveDataDir(globals);
  const running = await readServerFile(dataDir);
  if (running && (await probe(running.url, 3_000))) return { url: running.url, dataDir };
  throw notFound(dataDir, await scan(), globals);
}

function notFound(dataDir: string, others: readonly string[], globals: Globals): CliError {
  const isThere = existsSync(dataDir);
  const where = isThere
    ? `The server of the data folder ${dataDir} is not running.`
    : `There is no data folder ${dataDir} yet.`;
  const [other] = others;
  const foreign = `another Partyline answers at ${others.join(' and ')}; it does not use this folder: name it with --url`;
  const start = `${where} Start ${isThere ? 'it' : 'a server'} with \`${startHint(globals)}\``;
  const text =
    other === undefined
      ? `${start}, or name another one with --url.`
      : isThere || globals.dataDir !== undefined
        ? `${start} (${foreign}).`
        : `${where} A Partyline answers at ${others.join(' and ')}: pass --url ${other} and a token. Or start one with \`${startHint(globals)}\`.`;
  return new CliError('notReady', 'server_not_found', text, { dataDir, otherServers: others });
}

async function givenTarget(given: string, globals: Globals): Promise<Target> {
  const url = given.replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    const from = globals.urlFrom ?? '--url';
    throw new CliError('usage', 'usage', `${from} must be like http://localhost:23373, but it is "${given}".`);
  }
  if (!(await probe(url, 3_000))) {
    throw new CliError(
      'notReady',
      'server_not_reachable',
      `No server answers at ${url}. Is it running, and is the address right?`,
      { url },
    );
  }
  // With a token there is no need to know whose data it is, and the server's code need not be loaded.
  return globals.token === undefined ? withDataFolder(url, globals) : { url };
}

/** The same server with its data folder, when that is the one which is meant here. */
export async function withDataFolder(url: string, globals: Globals): Promise<Target> {
  if (!isLoopbackName(new URL(url).hostname)) return { url };
  const dataDir = await resolveDataDir(globals);
  const running = await readServerFile(dataDir);
  return running && samePlace(running.url, url) ? { url, dataDir } : { url };
}
