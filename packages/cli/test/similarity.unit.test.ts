import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alike } from '../src/similarity.ts';

const near = (words: string) => alike(words, ['Echo', 'Ada Lovelace', 'Family trip', 'Zoë'], (name) => [name]);

test('a misspelt name is found, whole or a word of it; chance is not', () => {
  for (const words of ['ehco', 'echa', 'ecco', 'Eho']) assert.deepEqual(near(words), ['Echo'], words);
  assert.deepEqual(near('lovelcae'), ['Ada Lovelace']);
  assert.deepEqual(near('fmaily-trip'), ['Family trip']);
  assert.deepEqual(near('zoe'), ['Zoë']);
  for (const words of ['', 'x', 'nobody', 'holiday']) assert.deepEqual(near(words), [], words);
});
