import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '@partyline/protocol';
import { createRateLimits } from '../src/auth/rate-limits.ts';

const perAddress = [{ per: 'address', calls: 3, seconds: 30 }] as const;

/** @returns undefined, or the seconds to wait */
function waitOf(take: () => void): number | undefined {
  try {
    take();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ApiError && error.code === 'RATE_LIMITED');
    return error.retryAfterSeconds;
  }
}

test('a burst is fine, then one call whenever there is room for one', () => {
  let now = 1_000_000;
  const limits = createRateLimits(() => now);
  const take = () => waitOf(() => limits.take('route', perAddress, { address: '192.0.2.1' }));
  assert.deepEqual([take(), take(), take(), take()], [undefined, undefined, undefined, 10]);
  now += 9_000;
  assert.equal(take(), 1);
  now += 1_000;
  assert.deepEqual([take(), take()], [undefined, 10]);
  now += 3_600_000;
  assert.deepEqual([take(), take(), take(), take()], [undefined, undefined, undefined, 10]);
});

test('each route and each caller is counted by itself, a network of IPv6 as one', () => {
  const limits = createRateLimits(() => 0);
  const take = (address: string, route = 'route') => waitOf(() => limits.take(route, perAddress, { address }));
  const spend = (address: string) => [take(address), take(address), take(address)];
  assert.deepEqual(spend('192.0.2.1'), [undefined, undefined, undefined]);
  assert.equal(take('192.0.2.1'), 10);
  assert.equal(take('::ffff:192.0.2.1'), 10);
  assert.equal(take('192.0.2.2'), undefined);
  assert.equal(take('192.0.2.1', 'another'), undefined);
  spend('2001:db8:1:2::1');
  assert.equal(take('2001:db8:1:2:ffff::9'), 10);
  assert.equal(take('2001:db8:1:3::1'), undefined);
});

test('a call that one limit refuses is not counted by the others', () => {
  let now = 0;
  const limits = createRateLimits(() => now);
  const both = [
    { per: 'everybody', calls: 4, seconds: 40 },
    { per: 'token', calls: 1, seconds: 10 },
  ] as const;
  const take = (token: string | undefined) => waitOf(() => limits.take('route', both, { token }));
  assert.equal(take('a'), undefined);
  for (let more = 0; more < 9; more++) assert.equal(take('a'), 10);
  assert.deepEqual([take('b'), take('c'), take(undefined), take('d')], [undefined, undefined, undefined, 10]);
  now = 10_000;
  assert.equal(take('a'), undefined);
});

test('strangers without number take no more than so much memory, and a limit still holds', () => {
  const limits = createRateLimits(() => 0);
  for (let n = 0; n < 30_000; n++) limits.take('route', perAddress, { address: `stranger ${n}` });
  for (let n = 0; n < 3; n++) limits.take('route', perAddress, { address: '192.0.2.1' });
  assert.equal(
    waitOf(() => limits.take('route', perAddress, { address: '192.0.2.1' })),
    10,
  );
});
