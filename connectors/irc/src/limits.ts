import type { JsonObject } from '@partyline/connector';

/** The connector's part of the configuration. */
export interface Limits {
  /** `registrationTimeoutMs`: from the first packet to the server's welcome; 30 s. */
  readonly registrationMs: number;
  /** `confirmationTimeoutMs`: for the network to confirm what it answers by echo or label; then the outcome is uncertain; 20 s. */
  readonly confirmationMs: number;
}

export function limitsFromConfig(config: JsonObject): Limits {
  return {
    registrationMs: positive(config['registrationTimeoutMs']) ?? 30_000,
    confirmationMs: positive(config['confirmationTimeoutMs']) ?? 20_000,
  };
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
