/** Which server a command talks to. */

import { resolveDataDir } from './data-dir.ts';
import { CliError } from './exit.ts';
import type { Globals } from './globals.ts';
import { probe, scan } from './probe.ts';
import { readServerFile } from './server-file.ts';

export interface Target {
  readonly url: string;
  /** The data folder of that server, when it is one on this machine. */
  readonly dataDir?: string;
}

/**
 * `--url`, else the server that runs on the data folder, else the first on the usual ports.
 *
 * @throws CliError 4 when no server answers there.
 */
export async function findTarget(globals: Globals): Promise<Target> {
  if (globals.url !== undefined) return givenTarget(globals.url, globals);
  const dataDir = await resolveDataDir(globals);
  const running = await readServerFile(dataDir);
  if (running && (await probe(running.url, 3_000))) return { url: running.url, dataDir };
  // Whoever names a folder means its server and no other.
  const found = globals.dataDir === undefined ? await scan() : undefined;
  if (found !== undefined) return { url: found };
  const where = globals.dataDir === undefined ? 'No server is running here' : `No server is running on ${dataDir}`;
  const folder = globals.dataDir === undefined ? '' : ` --data-dir ${globals.dataDir}`;
  throw new CliError(
    'notReady',
    'server_not_found',
    `${where}. Start one with \`partyline serve${folder}\`, or name one with --url.`,
  );
}

async function givenTarget(given: string, globals: Globals): Promise<Target> {
  const url = given.replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError('usage', 'usage', `--url must be like http://localhost:23373, but it is "${given}".`);
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
  if (globals.token !== undefined || !isLoopback(new URL(url))) return { url };
  const dataDir = await resolveDataDir(globals);
  const running = await readServerFile(dataDir);
  return running && samePlace(running.url, url) ? { url, dataDir } : { url };
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** Both are loopback addresses and have the same port: the names of the two families do not matter. */
function samePlace(one: string, other: string): boolean {
  if (!URL.canParse(one)) return false;
  const [a, b] = [new URL(one), new URL(other)];
  return isLoopback(a) && isLoopback(b) && a.port === b.port && a.protocol === b.protocol;
}
