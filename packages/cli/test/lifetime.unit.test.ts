import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExpiry } from '../src/lifetime.ts';

const now = new Date('2026-05-05T12:00:00.000Z');
const iso = (text: string) => parseExpiry(text, now).toISOString();

test('a span from now, or a date', () => {
  assert.equal(iso('90m'), '2026-05-05T13:30:00.000Z');
  assert.equal(iso('12h'), '2026-05-06T00:00:00.000Z');
  assert.equal(iso('30d'), '2026-06-04T12:00:00.000Z');
  assert.equal(iso('2w'), '2026-05-19T12:00:00.000Z');
  assert.equal(iso('2030-12-31'), '2030-12-31T00:00:00.000Z');
  assert.equal(iso('2030-12-31T10:00:00+02:00'), '2030-12-31T08:00:00.000Z');
});

test('anything else, and what is over, is refused as wrong use', () => {
  for (const text of ['', '30', 'd', '0d', '-1d', '1y', '1.5d', 'soon', '2020-01-01', '2030-13-45', '9999999d']) {
    assert.throws(() => parseExpiry(text, now), { exitCode: 2 }, text);
  }
});
