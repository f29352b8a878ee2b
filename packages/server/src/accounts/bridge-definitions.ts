/** The bridges this server knows: each built-in connector, and those that a package finds, with where its code is. */

import type { DiscoverBridges, DiscoveryOptions, JsonObject, Manifest } from '@partyline/connector';
import { manifest as archive } from '@partyline/connector-archive/manifest';
import { manifest as irc } from '@partyline/connector-irc/manifest';
import { manifest as sandbox } from '@partyline/connector-sandbox/manifest';
import type { BridgeProvider } from '@partyline/protocol';

export interface BridgeDefinition {
  /** `GET /v1/bridges` → `id`. */
  readonly id: string;
  readonly provider: BridgeProvider;
  readonly manifest: Manifest;
  /** File URL of the connector's module. */
  readonly module: string;
  readonly config: JsonObject;
  /** A bridge that is not enabled is not listed; accounts it has from earlier say so in their status. */
  readonly enabled: boolean;
  /** It runs elsewhere: its connector runs from the start, waits for it, and learns from it what it is. */
  readonly dialsIn: boolean;
}

export interface BuiltInOptions {
  readonly sandbox: boolean;
  readonly sandboxConfig: JsonObject;
}

export function builtInBridges(options: BuiltInOptions): BridgeDefinition[] {
  return [
    local(irc, '@partyline/connector-irc', {}, true),
    local(archive, '@partyline/connector-archive', {}, true),
    local(sandbox, '@partyline/connector-sandbox', options.sandboxConfig, options.sandbox),
  ];
}

/** Packages that find bridges, by what they export beside their connector. */
const finders: readonly { readonly module: string; load(): Promise<{ discover: DiscoverBridges }> }[] = [
  {
    module: import.meta.resolve('@partyline/connector-mautrix'),
    load: () => import('@partyline/connector-mautrix/discover'),
  },
];

/** Each is given a type that no other bridge has. */
export async function discoveredBridges(options: DiscoveryOptions): Promise<BridgeDefinition[]> {
  const found: BridgeDefinition[] = [];
  for (const { module, load } of finders) {
    const { discover } = await load();
    const taken = new Set([...options.taken, ...found.map(({ manifest }) => manifest.type)]);
    for (const { provider, manifest, config, isKnown } of await discover({ ...options, taken })) {
      const dialsIn = provider === 'self-hosted';
      const id = `${dialsIn ? 'sh' : 'local'}-${manifest.type}`;
      found.push({ id, provider, manifest, module, config, enabled: isKnown, dialsIn });
    }
  }
  return found;
}

function local(manifest: Manifest, packageName: string, config: JsonObject, enabled: boolean): BridgeDefinition {
  return {
    id: `local-${manifest.type}`,
    provider: 'local',
    manifest,
    module: import.meta.resolve(packageName),
    config,
    enabled,
    dialsIn: false,
  };
}
