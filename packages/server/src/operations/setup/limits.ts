import type { RateLimit } from '@partyline/protocol';

/** Of calls that anybody may make and that the owner sees or that try a code. */
export const setupLimits: readonly RateLimit[] = [
  { per: 'address', calls: 30, seconds: 600 },
  { per: 'everybody', calls: 300, seconds: 600 },
];
