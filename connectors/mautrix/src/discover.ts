/**
 * Finds bridges: program files in the folder `bridges` of the data folder, those the owner has named, and bridges elsewhere that were announced. What the
 * API is to say of a bridge is learnt from it once for each of its versions, and kept.
 */

import { join } from 'node:path';
import type { DiscoverBridges, DiscoveredBridge, DiscoveryOptions } from '@partyline/connector';
import type { BridgeConfig } from './config.ts';
import { learnt } from './discovery/learnt.ts';
import { bridgeManifest } from './discovery/manifest.ts';
import { readOverrides } from './discovery/overrides.ts';
import { discoverRemote } from './discovery/remote.ts';
import { bridgeDataFolder, programFiles, programFolder } from './keeping/folders.ts';
import { identify, type ProgramIdentity } from './program/identify.ts';

export const discover: DiscoverBridges = async (options) => {
  const files = new Set([...programFiles(programFolder(options.dataDir)), ...options.named]);
  const examined = await Promise.all([...files].map((program) => examine(program, options)));
  const taken = new Set(options.taken);
  const programs = examined
    .filter((program) => program !== undefined)
    .filter((program) => takes(program, taken, options));
  // Each in a folder of its own, so all at once.
  const offered = await Promise.all(programs.map((program) => offer(program, options)));
  return [...offered.filter((bridge) => bridge !== undefined), ...discoverRemote(options)];
};

interface Program extends ProgramIdentity {
  readonly program: string;
}

const examine = (program: string, options: DiscoveryOptions): Promise<Program | undefined> =>
  orLeftOut(program, options, async () => {
    const identity = await identify(program);
    const type = options.taken.has(identity.type) ? `mautrix-${identity.type}` : identity.type;
    return { ...identity, type, program };
  });

/** The first program of a type gets it; two on one folder would spoil it. */
function takes({ type, program }: Program, taken: Set<string>, { log }: DiscoveryOptions): boolean {
  if (!taken.has(type)) {
    taken.add(type);
    return true;
  }
  log.warn(`There is another bridge for "${type}" already. ${program} is left out.`);
  return false;
}

const offer = ({ program, type, name, version }: Program, options: DiscoveryOptions) =>
  orLeftOut(program, options, async (): Promise<DiscoveredBridge> => {
    const config: BridgeConfig = {
      type,
      displayName: name,
      program,
      folder: join(bridgeDataFolder(options.dataDir), type),
      overrides: readOverrides(program),
      lingerMs: 15_000,
    };
    const known = await learnt(config, version, options.log);
    return {
      provider: 'local',
      isKnown: true,
      manifest: bridgeManifest(type, known),
      config: { ...config, displayName: known.network },
    };
  });

async function orLeftOut<T>(
  program: string,
  { log }: DiscoveryOptions,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.error(`A bridge cannot be offered: ${error instanceof Error ? error.message : String(error)}`, { program });
    return undefined;
  }
}
