/** What a connector instance is told: which program it hosts, and where it may keep things. */

import type { JsonObject } from '@partyline/connector';
import { fields, integer, text } from '@partyline/matrix-content';

export interface BridgeConfig {
  /** `whatsapp`: the bridge's `type`, and part of the Matrix user IDs it makes. */
  readonly type: string;
  readonly displayName: string;
  /** Absolute path of the program. */
  readonly program: string;
  /** Absolute path of a folder of its own. */
  readonly folder: string;
  /** Laid over the generated configuration of the program: what only the owner can know, such as `network.api_id`. */
  readonly overrides: JsonObject;
  /** How long the program stays when nobody needs it any more. */
  readonly lingerMs: number;
}

/** @throws Error when something is missing: the server was put together wrongly */
export function readConfig(config: JsonObject): BridgeConfig {
  const need = (name: string): string => {
    const value = text(config[name]);
    if (value === undefined) throw new Error(`The configuration of a hosted bridge lacks "${name}"`);
    return value;
  };
  const overrides = config['overrides'];
  return {
    type: need('type'),
    displayName: need('displayName'),
    program: need('program'),
    folder: need('folder'),
    overrides: isObject(overrides) ? overrides : {},
    lingerMs: integer(config['lingerMs']) ?? 15_000,
  };
}

const isObject = (value: JsonObject[string] | undefined): value is JsonObject => Object.keys(fields(value)).length > 0;
