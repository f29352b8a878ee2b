import type { JsonObject } from '@partyline/connector';

/** The connector's part of the configuration. */
export interface Limits {
  /** `registrationTimeoutMs`: from the first packet to the server's welcome. */
  readonly registrationMs: number;
}

export function limitsFromConfig(config: JsonObject): Limits {
  const configured = config['registrationTimeoutMs'];
  return { registrationMs: typeof configured === 'number' && configured > 0 ? configured : 30_000 };
}
