/** The bridges this server knows: each built-in connector, with where its code is. */

import type { JsonObject, Manifest } from '@partyline/connector';
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
}

export interface BuiltInOptions {
  readonly sandbox: boolean;
  readonly sandboxConfig: JsonObject;
}

export function builtInBridges(options: BuiltInOptions): BridgeDefinition[] {
  return [
    local(irc, '@partyline/connector-irc', {}, true),
    local(sandbox, '@partyline/connector-sandbox', options.sandboxConfig, options.sandbox),
  ];
}

function local(manifest: Manifest, packageName: string, config: JsonObject, enabled: boolean): BridgeDefinition {
  return {
    id: `local-${manifest.type}`,
    provider: 'local',
    manifest,
    module: import.meta.resolve(packageName),
    config,
    enabled,
  };
}
