/** Bridges that a package finds on this machine, or that were announced to it, rather than being one itself. */

import type { Log, Manifest } from './contract.ts';
import type { JsonObject } from './json.ts';

export interface DiscoveryOptions {
  /** The server's data folder. What is found may keep things in a folder of its own in there. */
  readonly dataDir: string;
  /** Files that the owner has named in the configuration. */
  readonly named: readonly string[];
  /** Types that are taken: a bridge of such a type must be given another one. */
  readonly taken: ReadonlySet<string>;
  /** Address of this machine at which bridges that run elsewhere may dial in. */
  readonly dialInHost: string;
  readonly log: Log;
}

/** A connector to be run: the same module for all of a package's bridges, with a configuration for each. */
export interface DiscoveredBridge {
  /** `self-hosted`: it runs elsewhere and dials in, see `Connector.open`. */
  readonly provider: 'local' | 'self-hosted';
  readonly manifest: Manifest;
  /** Whether the manifest is the bridge's own. Otherwise it has never been here, and can only be offered once it has. */
  readonly isKnown: boolean;
  readonly config: JsonObject;
}

/** Tells in the log what was refused and why. Must not take longer than a start of the server may be held up, and must not reject for a bad file. */
export type DiscoverBridges = (options: DiscoveryOptions) => Promise<readonly DiscoveredBridge[]>;
