import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { htmlToText, markdownToHTML, plainToHTML, sanitizeHTML, textRuns } from '@partyline/rich-text';
import fc from 'fast-check';
import { anyHTML } from './any-html.ts';

const READABLE: readonly (readonly [string, string])[] = [
  ['plain', 'plain'],
  ['a &amp; b &lt;3', 'a & b <3'],
  ['<p>one</p>\n<p>two<br>three</p>', 'one\n\ntwo\nthree'],
  ['<div>one</div><div>two</div>', 'one\ntwo'],
  ['<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d', '- a\n- b\n  - c\nd'],
  ['<ol start="9"><li>x</li><li>y<br>z</li></ol>', '9. x\n10. y\n    z'],
  ['<h1>t</h1><ul><li>a</li></ul>', 't\n\n- a'],
  ['x<blockquote><p>a</p><p>b<br>c</p><blockquote>d</blockquote></blockquote>e', 'x\n\n> a\n>\n> b\n> c\n>\n> > d\ne'],
  ['<a href="https://example.org/">here</a>', 'here (https://example.org/)'],
  ['<a href="https://example.org/">https://example.org</a>', 'https://example.org'],
  ['<a href="mailto:a@example.org">a@example.org</a>', 'a@example.org'],
  ['<a href="https://example.org/"></a>', 'https://example.org/'],
  ['<a href="https://matrix.to/#/@a:example.org">Ann</a>: hi', 'Ann: hi'],
  ['<img src="mxc://x.org/y" alt=":cat:"> hi', ':cat: hi'],
  ['a<hr>b', 'a\n---\nb'],
  ['<pre><code>a\n  b\n\nc\n</code></pre>d', 'a\n  b\n\nc\nd'],
  ['<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>', 'a | b\n1 | 2'],
  ['<script>x</script>y', 'y'],
];

describe('HTML as text', () => {
  for (const [html, text] of READABLE) test(html, () => assert.equal(htmlToText(html), text));

  test('plain text comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom('\n', ' ', '<', '&', '&amp;', '<br>', '\t', '"'),
            fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
          ),
        }),
        (text) => {
          const plain = text.replaceAll('\r', '');
          assert.equal(htmlToText(plainToHTML(plain)), plain);
          assert.equal(htmlToText(sanitizeHTML(plainToHTML(plain))), plain);
        },
      ),
      { numRuns: 1000 },
    );
    assert.equal(plainToHTML('a\r\nb\rc'), 'a<br>b<br>c');
  });

  test('runs hold the same text, and cleaning does not change it', () => {
    fc.assert(
      fc.property(anyHTML, (html) => {
        const runs = textRuns(html);
        assert.equal(runs.map(({ text }) => text).join(''), htmlToText(html));
        assert.equal(htmlToText(sanitizeHTML(html)), htmlToText(html));
        assert.ok(runs.every(({ text }) => text !== ''));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('runs', () => {
  test('say the look of each piece', () => {
    assert.deepEqual(textRuns('a <b>b<i>c</i></b><u><del>d</del></u><code>e</code>'), [
      { text: 'a ' },
      { text: 'b', bold: true },
      { text: 'c', bold: true, italic: true },
      { text: 'd', underline: true, strikethrough: true },
      { text: 'e', monospace: true },
    ]);
    assert.deepEqual(textRuns('<span data-mx-color="#ff0000" data-mx-bg-color="#00FF00">x</span>'), [
      { text: 'x', color: '#ff0000', background: '#00ff00' },
    ]);
  });

  test('neighbours with the same look are one', () => {
    assert.deepEqual(textRuns('<b>a</b><strong>b</strong>'), [{ text: 'ab', bold: true }]);
    assert.deepEqual(textRuns(''), []);
  });

  test('bullets and quote marks have no look of their own', () => {
    assert.deepEqual(textRuns(markdownToHTML('- **a**\n- b')), [
      { text: '- ' },
      { text: 'a', bold: true },
      { text: '\n- b' },
    ]);
  });
});

test('plain text becomes HTML fast', () => {
  const started = performance.now();
  for (let count = 0; count < 100_000; count += 1) plainToHTML('An ordinary line with <3 & more of everything');
  assert.ok(performance.now() - started < 1000);
});
