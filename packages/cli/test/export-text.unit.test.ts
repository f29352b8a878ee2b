import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeMarkdown, markdownOf } from '../src/export/markdown/text.ts';
import { parseFormats, parseLimit } from '../src/export/options.ts';
import { durationText } from '../src/export/progress-line.ts';

const texts: Readonly<Record<string, string>> = {
  'plain text': 'plain text',
  '<b>bold</b> and <i>it</i> and <del>gone</del>': '**bold** and *it* and ~~gone~~',
  '<b> spaced </b>x': '**spaced** x',
  'one<br>two': 'one  \ntwo',
  '*no* _em_ `code` [x](y) &lt;b&gt;': '\\*no\\* \\_em\\_ \\`code\\` \\[x\\](y) \\<b\\>',
  '# no heading<br>- no list<br>1. nor this': '\\# no heading  \n\\- no list  \n1\\. nor this',
  '<code>a ` b</code>': '`` a ` b ``',
  'see https://example.org/a_b_c now': 'see <https://example.org/a_b_c> now',
};

for (const [html, expected] of Object.entries(texts)) {
  test(`${html} as Markdown`, () => assert.equal(markdownOf(html), expected));
}

test('names stay on one line', () => assert.equal(escapeMarkdown('a\n# b'), 'a \\# b'));

test('formats: JSON is always among them', () => {
  assert.deepEqual(parseFormats(undefined), ['json', 'markdown', 'html']);
  assert.deepEqual(parseFormats('html'), ['json', 'html']);
  assert.deepEqual(parseFormats('md, json'), ['json', 'markdown']);
  assert.throws(() => parseFormats('pdf'), /no format "pdf"/);
});

test('a day is one of this time zone, and the last one counts whole', () => {
  assert.equal(parseLimit('2026-01-31', false), new Date(2026, 0, 31).toISOString());
  assert.equal(parseLimit('2026-01-31', true), new Date(2026, 1, 1).toISOString());
  assert.equal(parseLimit('2026-01-31T12:00:00Z', true), '2026-01-31T12:00:00.000Z');
  for (const wrong of ['yesterday', '2026-02-31', '2026-1-1', '']) assert.throws(() => parseLimit(wrong, false));
});

test('what is left is told roughly', () => {
  assert.deepEqual([400, 40_000, 600_000, 7_800_000].map(durationText), ['1 s', '40 s', '10 min', '2 h 10 min']);
});
