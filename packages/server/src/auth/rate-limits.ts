/**
 * Rate limits as routes declare them. Each is a bucket that refills steadily (the generic cell rate algorithm): a burst of all its calls is fine, and
 * then one at a time. Counted in memory: a restart forgives.
 */

import { ApiError, type RateLimit } from '@partyline/protocol';
import ipaddr from 'ipaddr.js';

/** Whom a call is counted for; a limit per something that is not known here does not apply. */
export interface Counted {
  readonly address?: string | undefined;
  readonly token?: string | undefined;
  readonly client?: string | undefined;
}

export interface RateLimits {
  /** Counts a call. @param route each has counts of its own @throws ApiError `RATE_LIMITED`, and then nothing was counted */
  take(route: string, limits: readonly RateLimit[], who: Counted): void;
}

const maxBuckets = 10_000;

export function createRateLimits(now: () => number = Date.now): RateLimits {
  /** When each bucket is full again. */
  const fullAt = new Map<string, number>();

  const makeRoom = (at: number) => {
    for (const [key, time] of fullAt) if (time <= at) fullAt.delete(key);
    for (const key of fullAt.keys()) {
      // Room for many more, so that this is not to be done again for each of them.
      if (fullAt.size < maxBuckets / 2) break;
      fullAt.delete(key);
    }
  };

  return {
    take(route, limits, who) {
      const at = now();
      const buckets = limits.flatMap((limit) => {
        const whose = limit.per === 'everybody' ? '' : keyOf(limit.per, who);
        return whose === undefined ? [] : [{ key: `${route} ${limit.per} ${whose}`, limit }];
      });
      const next = buckets.map(({ key, limit }) => {
        const spanMs = limit.seconds * 1_000;
        const full = Math.max(fullAt.get(key) ?? at, at) + spanMs / limit.calls;
        if (full - at > spanMs) throw limited(Math.ceil((full - at - spanMs) / 1_000));
        return { key, full };
      });
      if (fullAt.size + next.length > maxBuckets) makeRoom(at);
      for (const { key, full } of next) fullAt.set(key, full);
    },
  };
}

function keyOf(per: 'address' | 'token' | 'client', who: Counted): string | undefined {
  return per === 'address' && who.address !== undefined ? network(who.address) : who[per];
}

/** One machine has 2^64 addresses of IPv6 to itself. */
function network(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}

function limited(seconds: number): ApiError {
  const wait = Math.max(1, seconds);
  return new ApiError('RATE_LIMITED', `Too many requests. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`, {
    retryAfterSeconds: wait,
  });
}
