/** The bridges of this server: those that come with it, those in the data folder, those that the settings name. */

import { resolve } from 'node:path';
import type { JsonObject, Log } from '@partyline/connector';
import type { Logger } from 'pino';
import { type BridgeDefinition, builtInBridges, discoveredBridges } from '../accounts/bridge-definitions.ts';
import { type Settings, SettingsError } from '../config/settings.ts';

/** @returns them by bridge ID @throws SettingsError */
export async function findBridges(settings: Settings, log: Logger): Promise<Map<string, BridgeDefinition>> {
  const builtIn = builtInBridges({
    sandbox: settings.sandbox,
    sandboxConfig: sandboxConfig(settings.sandboxConfig),
  });
  const discovered = await discoveredBridges({
    dataDir: settings.dataDir,
    named: settings.bridges.map((path) => resolve(path)),
    taken: new Set(builtIn.map(({ manifest }) => manifest.type)),
    dialInHost: settings.dialInHost,
    log: connectorLog(log),
  });
  return new Map([...builtIn, ...discovered].map((definition) => [definition.id, definition]));
}

function sandboxConfig(json: string | undefined): JsonObject {
  if (json === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  } catch {
    // Told below.
  }
  throw new SettingsError('sandboxConfig must be a JSON object');
}

/** The log as connectors know it. */
function connectorLog(log: Logger): Log {
  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => log.warn(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  };
}
