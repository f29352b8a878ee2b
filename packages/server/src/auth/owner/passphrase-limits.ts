/** How often a passphrase may be tried, whichever page it is typed on. */

import type { RateLimit } from '@partyline/protocol';
import type { RateLimits } from '../rate-limits.ts';

/** Of tries, right or wrong. */
const passphraseLimits: readonly RateLimit[] = [
  { per: 'address', calls: 10, seconds: 600 },
  { per: 'everybody', calls: 200, seconds: 3_600 },
];

/** @throws ApiError `RATE_LIMITED` */
export const takePassphraseTry = (limits: RateLimits, address: string): void =>
  limits.take('passphrase', passphraseLimits, { address });
