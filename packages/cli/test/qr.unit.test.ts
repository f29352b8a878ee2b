import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { encode } from 'uqr';
import { qrCode } from '../src/login/qr.ts';
import { columns, widthOf } from '../src/text.ts';

/** Reads half blocks back: a block is light, a gap is dark. */
function modules(picture: string): boolean[][] {
  const isLight = { '█': [true, true], '▀': [true, false], '▄': [false, true], ' ': [false, false] };
  return stripVTControlCharacters(picture)
    .split('\n')
    .flatMap((line) => {
      const pairs = [...line].map((character) => isLight[character as keyof typeof isLight]);
      return [0, 1].map((half) => pairs.map((pair) => pair?.[half] === false));
    });
}

test('the picture holds every module of the code, dark on light, with a quiet border', () => {
  for (const data of [
    'x',
    'https://example.org/pair?token=abcdefghijklmnopqrstuvwxyz0123456789',
    '2@'.padEnd(230, 'q'),
  ]) {
    const expected = encode(data, { border: 2 }).data;
    const seen = modules(qrCode(data, process.stderr));
    assert.deepEqual(seen.slice(0, expected.length), expected);
    assert.ok(
      expected
        .slice(0, 2)
        .flat()
        .every((dark) => !dark),
    );
  }
});

test('a code of the length that phones are paired with fits 80 columns', () => {
  const [line = ''] = qrCode('2@'.padEnd(237, 'q'), process.stderr).split('\n');
  assert.ok(widthOf(line) <= Math.min(80, columns()));
});
