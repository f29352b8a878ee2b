/** What a connector instance is told: which bridge it is the host of, and where it may keep things. */

import type { JsonObject } from '@partyline/connector';
import { fields, integer, text } from '@partyline/matrix-content';

export interface BridgeNames {
  /** `whatsapp`: the bridge's `type`, and part of the Matrix user IDs it makes. */
  readonly type: string;
  readonly displayName: string;
  /** Absolute path of a folder of its own. */
  readonly folder: string;
}

/** A program that is run here. */
export interface BridgeConfig extends BridgeNames {
  /** Absolute path of the program. */
  readonly program: string;
  /** Laid over the generated configuration of the program: what only the owner can know, such as `network.api_id`. */
  readonly overrides: JsonObject;
  /** How long the program stays when nobody needs it any more. */
  readonly lingerMs: number;
}

/** A bridge that runs elsewhere and dials in. */
export interface RemoteConfig extends BridgeNames {
  /** Address and port of this machine at which it is waited for. */
  readonly host: string;
  readonly port: number;
}

/** @throws Error when something is missing: the server was put together wrongly */
export function readConfig(config: JsonObject): BridgeConfig | RemoteConfig {
  const need = (name: string): string => {
    const value = text(config[name]);
    if (value === undefined) throw new Error(`The configuration of a hosted bridge lacks "${name}"`);
    return value;
  };
  const names = { type: need('type'), displayName: need('displayName'), folder: need('folder') };
  const port = integer(config['port']);
  if (port !== undefined) return { ...names, host: need('host'), port };
  const overrides = config['overrides'];
  return {
    ...names,
    program: need('program'),
    overrides: isObject(overrides) ? overrides : {},
    lingerMs: integer(config['lingerMs']) ?? 15_000,
  };
}

const isObject = (value: JsonObject[string] | undefined): value is JsonObject => Object.keys(fields(value)).length > 0;
