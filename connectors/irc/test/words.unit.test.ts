import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainWords, sentence } from '../src/words.ts';

test('the words of a server lose colours, control characters and length, and nothing else', () => {
  assert.equal(plainWords('\u000304,01Go\u0003 \u0002away\u000f 3 times'), 'Go away 3 times');
  assert.equal(plainWords('\u0004ff0000red\u0004'), 'red');
  assert.equal(plainWords('one\r\ntwo\u0000\u001b[31m\u202ethree '), 'one two [31m three');
  assert.equal(plainWords('Grüße 你好 🙂'), 'Grüße 你好 🙂');
  assert.equal(plainWords('x'.repeat(1000)).length, 300);
});

test('foreign words end as one sentence, whatever they end with', () => {
  for (const [words, ended] of [
    ['Server going down', 'Server said: Server going down.'],
    ['Bad password?', 'Server said: Bad password?'],
    ['Bye. ', 'Server said: Bye.'],
    ['He said "stop!"', 'Server said: He said "stop!"'],
    ['K-lined [bye]', 'Server said: K-lined [bye].'],
    ['wait:', 'Server said: wait.'],
    ['再见。', 'Server said: 再见。'],
    ['\u000304 ', 'Server said.'],
    ['x'.repeat(400), `Server said: ${'x'.repeat(299)}…`],
  ] as const) {
    assert.equal(sentence('Server said', words), ended);
  }
});
