import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePast } from '../src/past.ts';

const now = new Date('2026-05-17T12:00:00Z');

test('so long ago, or a date in the own zone', () => {
  assert.equal(parsePast('90m', now)?.toISOString(), '2026-05-17T10:30:00.000Z');
  assert.equal(parsePast('2d', now)?.toISOString(), '2026-05-15T12:00:00.000Z');
  assert.equal(parsePast('2026-05-01', now)?.getTime(), new Date(2026, 4, 1).getTime());
  assert.equal(parsePast('2026-05-01 20:15', now)?.getTime(), new Date(2026, 4, 1, 20, 15).getTime());
  assert.equal(parsePast('2026-05-01T20:15Z', now)?.toISOString(), '2026-05-01T20:15:00.000Z');
});

test('an ID of a message is no time', () => {
  for (const text of ['3676830994558976', 'm12', '2026', '', '2026-13-45', '5x'])
    assert.equal(parsePast(text, now), undefined, text);
});
