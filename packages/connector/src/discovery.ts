/** Bridges that a package finds on this machine, rather than being one itself. */

import type { Log, Manifest } from './contract.ts';
import type { JsonObject } from './json.ts';

export interface DiscoveryOptions {
  /** The server's data folder. What is found may keep things in a folder of its own in there. */
  readonly dataDir: string;
  /** Files that the owner has named in the configuration. */
  readonly named: readonly string[];
  /** Types that are taken: a bridge of such a type must be given another one. */
  readonly taken: ReadonlySet<string>;
  readonly log: Log;
}

/** A connector to be run: the same module for all of a package's bridges, with a configuration for each. */
export interface DiscoveredBridge {
  readonly manifest: Manifest;
  readonly config: JsonObject;
}

/** Tells in the log what was refused and why. Must not take longer than a start of the server may be held up, and must not reject for a bad file. */
export type DiscoverBridges = (options: DiscoveryOptions) => Promise<readonly DiscoveredBridge[]>;
