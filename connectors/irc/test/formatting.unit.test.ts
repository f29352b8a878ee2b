import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { htmlToText, sanitizeHTML, type TextRun, textRuns } from '@partyline/rich-text';
import fc from 'fast-check';
import { PALETTE } from '../src/formatting/format-codes.ts';
import { readCodes } from '../src/formatting/read-codes.ts';
import { runsToHTML, textOf } from '../src/formatting/runs-to-html.ts';
import { writeCodes } from '../src/formatting/write-codes.ts';

const [B, C, H, O, M, R, I, S, U] = [2, 3, 4, 15, 17, 22, 29, 30, 31].map((code) => String.fromCharCode(code));

/** Lines as clients send them: what is read, and the same as HTML. */
const LINES: readonly (readonly [name: string, line: string, text: string, html: string | undefined])[] = [
  ['none', 'plain <b> & text', 'plain <b> & text', undefined],
  ['bold', `a ${B}b${B} c`, 'a b c', 'a <strong>b</strong> c'],
  ['left open', `${B}a`, 'a', '<strong>a</strong>'],
  ['nested', `${B}a${I}b${B}c`, 'abc', '<strong>a</strong><strong><em>b</em></strong><em>c</em>'],
  ['all toggles', `${U}u${U}${S}s${S}${M}m${M}`, 'usm', '<u>u</u><del>s</del><code>m</code>'],
  ['reset', `${B}${I}${C}4a${O}b`, 'ab', '<span data-mx-color="#ff0000"><strong><em>a</em></strong></span>b'],
  ['colour', `${C}4red${C} not`, 'red not', '<span data-mx-color="#ff0000">red</span> not'],
  ['two digits', `${C}041`, '1', '<span data-mx-color="#ff0000">1</span>'],
  ['background', `${C}00,01x`, 'x', '<span data-mx-color="#ffffff" data-mx-bg-color="#000000">x</span>'],
  ['a comma that is text', `${C}4,x`, ',x', '<span data-mx-color="#ff0000">,x</span>'],
  ['default colour', `${C}99,4x`, 'x', '<span data-mx-bg-color="#ff0000">x</span>'],
  [
    'background stays',
    `${C}4,1a${C}9b`,
    'ab',
    '<span data-mx-color="#ff0000" data-mx-bg-color="#000000">a</span><span data-mx-color="#00fc00" data-mx-bg-color="#000000">b</span>',
  ],
  ['extended palette', `${C}52x`, 'x', '<span data-mx-color="#ff0000">x</span>'],
  ['hexadecimal', `${H}A0b1C2x${H}y`, 'xy', '<span data-mx-color="#a0b1c2">x</span>y'],
  [
    'hexadecimal background',
    `${H}a0b1c2,000001x`,
    'x',
    '<span data-mx-color="#a0b1c2" data-mx-bg-color="#000001">x</span>',
  ],
  ['reverse', `${C}4,1${R}x`, 'x', '<span data-mx-color="#000000" data-mx-bg-color="#ff0000">x</span>'],
  ['reverse of nothing', `${R}x`, 'x', '<span data-mx-color="#ffffff" data-mx-bg-color="#000000">x</span>'],
  ['codes for nothing', `a${B}${B}b${C}`, 'ab', undefined],
  ['only codes', `${B}${C}4`, '', undefined],
  ['other control characters', '\u0001a\tb\u0007\u001bc\u007f', 'a bc', undefined],
  ['markup in it', `${B}<i>&${B}`, '<i>&', '<strong>&lt;i&gt;&amp;</strong>'],
];

describe('IRC formatting as HTML', () => {
  for (const [name, line, text, html] of LINES) {
    test(name, () => {
      const runs = readCodes(line);
      assert.equal(textOf(runs), text);
      assert.equal(runsToHTML(runs), html);
    });
  }
});

test('HTML as IRC formatting', () => {
  const line = (html: string) => writeCodes(textRuns(html));
  assert.equal(line('a <b>b</b> c'), `a ${B}b${O} c`);
  assert.equal(line('<b>a<i>b</i></b>'), `${B}a${O}${B}${I}b`);
  assert.equal(line('<span data-mx-color="#ff0000">4</span>2'), `${C}044${O}2`);
  assert.equal(line('<span data-mx-color="#ff0000">,12</span>'), `${C}04${B}${B},12`);
  assert.equal(line('<span data-mx-bg-color="#ff0000">x</span>'), `${C}99,04x`);
  assert.equal(line('<span data-mx-color="#fe0101">x</span>'), `${C}04x`, 'the nearest of the palette');
});

const on = fc.option(fc.constant(true as const), { nil: undefined });
const colour = fc.option(fc.constantFrom(...PALETTE), { nil: undefined });
const run = fc.record({
  text: fc.string({
    unit: fc.oneof(
      fc.constantFrom('1', ',', '9', ' ', '<', '&'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
  }),
  bold: on,
  italic: on,
  underline: on,
  strikethrough: on,
  monospace: on,
  color: colour,
  background: colour,
});

test('what is written is read back the same, as codes and as HTML', () => {
  fc.assert(
    fc.property(fc.array(run, { maxLength: 8 }), (given) => {
      const runs = given.map((one) => ({ ...one, text: one.text.replace(/\p{Cc}/gu, '.') }));
      const wanted = shape(runs);
      const back = readCodes(writeCodes(definite(runs)));
      assert.deepEqual(shape(back), wanted);
      const html = runsToHTML(back);
      if (html === undefined) return;
      assert.deepEqual(shape(textRuns(sanitizeHTML(html))), wanted);
      assert.equal(htmlToText(html), textOf(back));
    }),
    { numRuns: 1000 },
  );
});

test('any line can be read', () => {
  const codes = fc.constantFrom(B, C, H, O, M, R, I, S, U, '4', '12', ',', 'ff00aa', 'text ');
  fc.assert(
    fc.property(fc.array(codes), (pieces) => {
      const html = runsToHTML(readCodes(pieces.join('')));
      if (html !== undefined) assert.equal(sanitizeHTML(html), html);
    }),
  );
});

type Loose = { [Name in keyof TextRun]: TextRun[Name] | undefined } & { text: string };

function definite(runs: readonly Loose[]): TextRun[] {
  return runs.map(({ text, ...look }) => ({
    text,
    ...Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined)),
  }));
}

/** Each character with its look: how it is cut into runs does not matter. */
function shape(runs: readonly Loose[]): string[] {
  return runs.flatMap(({ text, bold, italic, underline, strikethrough, monospace, color, background }) => {
    const look = [bold, italic, underline, strikethrough, monospace, color, background]
      .map((value) => value ?? '')
      .join('/');
    return [...text].map((character) => `${character} ${look}`);
  });
}
