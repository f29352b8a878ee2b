import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFuture } from '../src/moment.ts';

const now = new Date(2026, 10, 21, 18, 0, 30);

const understood: readonly (readonly [string, Date])[] = [
  ['18:30', new Date(2026, 10, 21, 18, 30)],
  ['9:05', new Date(2026, 10, 22, 9, 5)],
  ['today 23:59', new Date(2026, 10, 21, 23, 59)],
  ['Tomorrow 9:00', new Date(2026, 10, 22, 9, 0)],
  ['+2h', new Date(2026, 10, 21, 20, 0, 30)],
  ['90m', new Date(2026, 10, 21, 19, 30, 30)],
  ['2030-12-24 8:00', new Date(2030, 11, 24, 8, 0)],
  ['2030-12-24T18:00:05Z', new Date(Date.UTC(2030, 11, 24, 18, 0, 5))],
  ['2028-02-29 12:00', new Date(2028, 1, 29, 12, 0)],
];

for (const [text, expected] of understood)
  test(`"${text}" is understood`, () => assert.deepEqual(parseFuture(text, now), expected));

for (const text of [
  '',
  'soon',
  '25:00',
  '+2',
  '2030-02-31 12:00',
  '2029-02-29 12:00',
  '2030-13-01 12:00',
  '2030-12-24',
])
  test(`"${text}" is no time`, () => assert.throws(() => parseFuture(text, now), /is not a time/));

for (const text of ['today 17:59', '2020-01-01 12:00', '2026-11-21T18:00:00'])
  test(`"${text}" is over`, () => assert.throws(() => parseFuture(text, now), /is over already/));
