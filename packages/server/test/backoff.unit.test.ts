import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffDelay } from '../src/runtime/backoff.ts';

const range = { firstMs: 1_000, maxMs: 60_000 };
const longest = (attempt: number) => backoffDelay(attempt, range, () => 1);
const shortest = (attempt: number) => backoffDelay(attempt, range, () => 0);

test('pauses double from the first up to the longest', () => {
  assert.deepEqual([1, 2, 3, 6, 7, 8].map(longest), [1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
});

test('pauses are spread over the upper half', () => {
  assert.deepEqual([1, 2, 8].map(shortest), [500, 1_000, 30_000]);
  const drawn = Array.from({ length: 200 }, () => backoffDelay(3, range));
  assert.ok(drawn.every((ms) => ms >= 2_000 && ms <= 4_000));
  assert.ok(new Set(drawn).size > 100);
});

test('after very many tries the pause is still the longest', () => {
  assert.equal(longest(5_000), 60_000);
});
