/** What is typed into the search becomes filters and words, and what was found is marked where it stands. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hitPieces } from '../src/data/highlight.ts';
import { askedOf, parseSearch, searchToText, wantedTerms } from '../src/data/search-query.ts';
import { splitTyped, suggestionsFor, withoutBegun } from '../src/features/search/suggestions.ts';

test('filters and words are told apart, and back to the same text', () => {
  const { filters, words } = parseSearch('hello from:me -has:image in:"Old friends" "see you" nothing:else -draft');
  assert.deepEqual(
    filters.map(({ operator, value, isNot }) => [operator, value, isNot]),
    [
      ['from', 'me', false],
      ['has', 'image', true],
      ['in', 'Old friends', false],
    ],
  );
  assert.equal(words, 'hello "see you" nothing:else -draft');
  const text = 'from:me -has:image in:"Old friends" hello "see you"';
  assert.equal(searchToText(parseSearch(text)), text);
  assert.equal(searchToText(parseSearch('from:me from:me a')), 'from:me a');
  // What the server cannot refuse stays words.
  assert.deepEqual(parseSearch('-in:x').filters, []);
  assert.deepEqual(parseSearch('http://example.org/from:me').filters, []);
});

test('the server is asked for words that may go on, and for accounts by their IDs', () => {
  assert.deepEqual(askedOf(parseSearch('account:a_1 from:me hel')), { query: 'from:me hel*', accountIDs: ['a_1'] });
  assert.deepEqual(askedOf(parseSearch('account:a_1')), { query: '', accountIDs: ['a_1'] });
  assert.deepEqual(askedOf(parseSearch('"as it is"')), { query: '"as it is"' });
  assert.deepEqual(askedOf(parseSearch('h')), { query: 'h' });
  assert.equal(askedOf(parseSearch('   ')), undefined);
});

test('a filter that is begun is not looked for until it is whole', () => {
  const split = (text: string) => {
    const { filters, words, begun } = splitTyped(text);
    return [filters.length, words, begun];
  };
  assert.deepEqual(split('hello from:'), [0, 'hello ', 'from:']);
  assert.deepEqual(split('hello from:an'), [0, 'hello ', 'from:an']);
  assert.deepEqual(split('hello from:"Anna L'), [0, 'hello ', 'from:"Anna L']);
  assert.deepEqual(split('hello from:anna '), [1, 'hello ', '']);
  assert.deepEqual(split('from:"Anna L" h'), [1, 'h', '']);
  assert.deepEqual(split('hello there '), [0, 'hello there ', '']);
  assert.equal(withoutBegun('hello from:"Anna L'), 'hello');
  assert.equal(withoutBegun('hello fr'), 'hello ');
});

test('filters are suggested while one is typed, and never over the hits of whole words', () => {
  const names = (typed: string) =>
    suggestionsFor(typed, { chats: [], accounts: [] }, new Date(0)).map(({ text }) => text);
  assert.deepEqual(names('fr'), ['from:']);
  assert.deepEqual(names('hello -h'), ['-has:']);
  for (const typed of ['', 'hello ', 'from:anna ', 'hello there']) assert.deepEqual(names(typed), [], typed);
});

test('hits are marked whatever their case and accents, where a word begins', () => {
  const marked = (text: string, ...terms: string[]) =>
    hitPieces(text, terms)
      .map(({ text: piece, isHit }) => (isHit ? `[${piece}]` : piece))
      .join('');
  assert.equal(marked('A CRÈME brûlée, cremes', 'creme'), 'A [CRÈME] brûlée, [creme]s');
  assert.equal(marked('ice-cream, scream', 'cream'), 'ice-[cream], scream');
  assert.equal(marked('ﬁne 👍🏽 fine', 'fine'), '[ﬁne] 👍🏽 [fine]');
  assert.equal(marked('東京都の天気', '京都'), '東[京都]の天気');
  assert.equal(marked('<b>no</b> html', 'b'), '<[b]>no</[b]> html');
  assert.equal(marked('nothing here', ''), 'nothing here');
  const long = `${'word '.repeat(100)}needle ${'more '.repeat(100)}`;
  const pieces = hitPieces(long, ['needle']);
  assert.equal(pieces[0]?.text, '…');
  assert.equal(pieces.filter(({ isHit }) => isHit).length, 1);
  assert.ok(pieces.map(({ text }) => text).join('').length < 260);
  assert.deepEqual(wantedTerms('zepp* -not "see you" “und so”'), ['zepp', 'see you', 'und so']);
});
