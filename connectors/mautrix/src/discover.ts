/**
 * Finds bridge programs: files in the folder `bridges` of the data folder, and those the owner has named. What the API is to say of a bridge is learnt
 * from the program once for each of its versions, and kept.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DiscoverBridges, DiscoveredBridge, DiscoveryOptions } from '@partyline/connector';
import type { BridgeConfig } from './config.ts';
import { learnt } from './discovery/learnt.ts';
import { bridgeManifest } from './discovery/manifest.ts';
import { readOverrides } from './discovery/overrides.ts';
import { identify } from './program/identify.ts';

export { addProgram } from './discovery/add-program.ts';
export { identify } from './program/identify.ts';

/** Where programs are looked for. */
export const programFolder = (dataDir: string) => join(dataDir, 'bridges');

export const discover: DiscoverBridges = async (options) => {
  const programs = new Set([...filesIn(programFolder(options.dataDir)), ...options.named]);
  const taken = new Set(options.taken);
  const found = await Promise.all([...programs].map((program) => examine(program, options)));
  return found.flatMap((bridge) => {
    if (bridge === undefined) return [];
    const { type } = bridge.manifest;
    if (taken.has(type)) {
      const program = String(bridge.config['program']);
      options.log.warn(`There is another bridge for "${type}" already. ${program} is left out.`);
      return [];
    }
    taken.add(type);
    return [bridge];
  });
};

async function examine(
  program: string,
  { dataDir, taken, log }: DiscoveryOptions,
): Promise<DiscoveredBridge | undefined> {
  try {
    const identity = await identify(program);
    const type = taken.has(identity.type) ? `mautrix-${identity.type}` : identity.type;
    const folder = join(dataDir, 'bridge-data', type);
    const config: BridgeConfig = {
      type,
      displayName: identity.name,
      program,
      folder,
      overrides: readOverrides(program),
      lingerMs: 15_000,
    };
    const known = await learnt(config, identity.version, log);
    return {
      manifest: bridgeManifest(type, known),
      config: { ...config, displayName: known.network },
    };
  } catch (error) {
    log.error(`A bridge cannot be offered: ${error instanceof Error ? error.message : String(error)}`, { program });
    return undefined;
  }
}

/** Programs, and not the settings beside them. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && !entry.name.endsWith('.json'))
      .map(({ name }) => join(folder, name))
      .sort();
  } catch {
    // There is no such folder.
    return [];
  }
}
