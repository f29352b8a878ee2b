import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TextRun } from '@partyline/rich-text';
import fc from 'fast-check';
import { readCodes } from '../src/formatting/read-codes.ts';
import { textOf } from '../src/formatting/runs-to-html.ts';
import { writeCodes } from '../src/formatting/write-codes.ts';
import { splitLine } from '../src/split-line.ts';

const texts = (line: readonly TextRun[], limit = 100) => splitLine(line, limit).map(textOf);

describe('a long line', () => {
  test('is cut between words, which lose only the space between them', () => {
    const text = 'words of some length '.repeat(20).trim();
    const pieces = texts([{ text }]);
    assert.equal(pieces.join(' '), text);
    assert.ok(pieces.slice(0, -1).every((piece) => piece.length > 80));
  });

  test('is cut inside a word that is longer than a line', () => {
    assert.deepEqual(texts([{ text: `a ${'x'.repeat(250)}` }]), [
      'a',
      'x'.repeat(100),
      'x'.repeat(100),
      'x'.repeat(50),
    ]);
  });

  test('is never cut inside what a reader takes for one character', () => {
    const family = '👩‍👩‍👧';
    for (const piece of texts([{ text: family.repeat(30) }])) assert.match(piece, new RegExp(`^(?:${family})+$`, 'u'));
  });

  test('keeps its look in every piece', () => {
    const pieces = splitLine(
      [
        { text: 'bold '.repeat(50), bold: true },
        { text: 'red', color: '#ff0000' },
      ],
      100,
    );
    assert.ok(pieces.length > 2);
    for (const piece of pieces) assert.equal(piece[0]?.bold, true);
    assert.deepEqual(pieces.at(-1)?.at(-1), { text: 'red', color: '#ff0000' });
  });
});

test('every piece fits, says something, and all of them say it all', () => {
  const run = fc.record(
    {
      text: fc.string({
        unit: fc.oneof(
          fc.constantFrom(' ', 'a', ',', '7', 'é', '漢', '👩‍👩‍👧', 'e\u0301'),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        ),
        minLength: 1,
        maxLength: 120,
      }),
      bold: fc.constant(true as const),
      color: fc.constantFrom('#ff0000', '#000000'),
    },
    { requiredKeys: ['text'] },
  );
  fc.assert(
    fc.property(fc.array(run, { maxLength: 6 }), fc.integer({ min: 100, max: 400 }), (given, limit) => {
      const line = given.map((one) => ({ ...one, text: one.text.replace(/\p{Cc}/gu, '.') }));
      const pieces = splitLine(line, limit);
      for (const piece of pieces) {
        assert.ok(Buffer.byteLength(writeCodes(piece)) <= limit);
        assert.notEqual(textOf(piece).trim(), '');
        assert.equal(textOf(readCodes(writeCodes(piece))), textOf(piece));
        assert.ok(textOf(piece).isWellFormed());
      }
      assert.equal(pieces.map(textOf).join('').replaceAll(' ', ''), textOf(line).replaceAll(' ', ''));
    }),
    { numRuns: 500 },
  );
});
