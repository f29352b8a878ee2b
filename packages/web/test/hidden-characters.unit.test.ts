/** What is approved is what is read: nothing in a text stays unseen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textParts } from '../src/features/settings/approvals/hidden-characters.ts';

test('invisible characters are told by their codes, the rest is left to the letter', () => {
  assert.deepEqual(textParts('pay \u202e001\u202c now\u200b'), [
    { text: 'pay ' },
    { hidden: 'U+202E' },
    { text: '001' },
    { hidden: 'U+202C' },
    { text: ' now' },
    { hidden: 'U+200B' },
  ]);
  assert.deepEqual(textParts('\u0007\u{e0041}'), [{ hidden: 'U+0007' }, { hidden: 'U+E0041' }]);
});

test('what scripts and emoji need is no trick', () => {
  for (const text of ['', 'two\nlines\tand', '👩‍👩‍👧 family', 'می‌خواهم', 'שלום עולם', '**Markdown** <b>'])
    assert.deepEqual(textParts(text), text === '' ? [] : [{ text }]);
});
