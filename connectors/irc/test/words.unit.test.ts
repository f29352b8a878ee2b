import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainWords } from '../src/words.ts';

test('the words of a server lose colours, control characters and length, and nothing else', () => {
  assert.equal(plainWords('\u000304,01Go\u0003 \u0002away\u000f 3 times'), 'Go away 3 times');
  assert.equal(plainWords('\u0004ff0000red\u0004'), 'red');
  assert.equal(plainWords('one\r\ntwo\u0000\u001b[31m\u202ethree '), 'one two [31m three');
  assert.equal(plainWords('Grüße 你好 🙂'), 'Grüße 你好 🙂');
  assert.equal(plainWords('x'.repeat(1000)).length, 300);
});
