/** Bridges that run elsewhere, as they were announced, with what was learnt when they dialled in. */

import type { DiscoveredBridge, DiscoveryOptions } from '@partyline/connector';
import type { RemoteConfig } from '../config.ts';
import { remotes } from '../keeping/remotes.ts';
import { isLearnt, readLearnt } from './learnt.ts';
import { bridgeManifest } from './manifest.ts';

export function discoverRemote({ dataDir, dialInHost, log }: DiscoveryOptions): DiscoveredBridge[] {
  return remotes(dataDir, (error) => log.error(`A bridge cannot be waited for: ${error.message}`)).map(
    ({ folder, type, port }) => {
      const known = readLearnt(folder);
      const isKnown = known !== undefined && isLearnt(known);
      const manifest = bridgeManifest(type, isKnown ? known : stranger(type));
      const { displayName } = manifest;
      const config: RemoteConfig = { type, displayName, folder, host: dialInHost, port };
      return { provider: 'self-hosted', isKnown, manifest, config: { ...config } };
    },
  );
}

/** Holds the place of a bridge that has never been here. */
function stranger(type: string) {
  const flows = [{ id: 'unknown', name: 'Unknown' }];
  const network = type.charAt(0).toUpperCase() + type.slice(1);
  return { version: 'unknown', program: undefined, network, flows, capabilities: {} };
}
