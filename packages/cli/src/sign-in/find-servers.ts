/** Which servers a newcomer could mean: the one of the data folder, those on the usual ports, those that were signed in to. */

import { existsSync } from 'node:fs';
import { resolveDataDir } from '../data-dir.ts';
import type { Globals } from '../globals.ts';
import { samePlace } from '../loopback.ts';
import { probe, scan } from '../probe.ts';
import { readServerFile } from '../server-file.ts';
import { readServers, type SignedInServer } from './servers-file.ts';

export interface FoundServer {
  readonly url: string;
  /** Whether it answers. */
  readonly running: boolean;
  readonly name?: string;
  readonly version?: string;
  /** Its data folder, where that is the one which is meant here. */
  readonly dataDir?: string;
  /** Under this name this person is signed in to it. */
  readonly signedInAs?: string;
}

export interface Surroundings {
  readonly servers: readonly FoundServer[];
  readonly dataDir: string;
  /** Whether there is a data folder, of a server that runs or not. */
  readonly hasDataDir: boolean;
}

const patienceMs = 3_000;

export async function lookAround(globals: Globals): Promise<Surroundings> {
  const dataDir = await resolveDataDir(globals);
  const [running, ports, { servers: stored }] = await Promise.all([readServerFile(dataDir), scan(), readServers()]);
  const own = running === undefined ? [] : [running.url];
  const urls: string[] = [];
  for (const url of [...own, ...stored.map((server) => server.url), ...ports])
    if (!urls.some((known) => known === url || samePlace(known, url))) urls.push(url);
  const servers = await Promise.all(
    urls.map((url) =>
      describe(url, running !== undefined && samePlace(running.url, url) ? dataDir : undefined, stored),
    ),
  );
  return {
    dataDir,
    hasDataDir: existsSync(dataDir),
    // What neither answers nor is known by a sign-in is nothing.
    servers: servers.filter((server) => server.running || server.signedInAs !== undefined),
  };
}

async function describe(
  url: string,
  dataDir: string | undefined,
  stored: readonly SignedInServer[],
): Promise<FoundServer> {
  const info = await probe(url, patienceMs);
  const entry = stored.find((server) => server.url === url);
  return {
    url,
    running: info !== undefined,
    ...(info !== undefined && { name: info.app.name, version: info.app.version }),
    ...(dataDir !== undefined && { dataDir }),
    ...(entry !== undefined && { signedInAs: entry.name }),
  };
}
