import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { markdownToHTML } from '@partyline/rich-text';
import fc from 'fast-check';

const CASES: readonly (readonly [string, string])[] = [
  ['hello', 'hello'],
  ['Fish & chips <3', 'Fish &amp; chips &lt;3'],
  ['one\ntwo\n\n three', 'one<br>two<br><br> three'],
  ['one - two\n#channel', 'one - two<br>#channel'],
  ['**b** *i* ~~s~~ `c<d`', '<strong>b</strong> <em>i</em> <s>s</s> <code>c&lt;d</code>'],
  ['*a*\nb', '<em>a</em><br>b'],
  ['*a*\n\nb', '<p><em>a</em></p><p>b</p>'],
  ['\\*no\\* &copy;', '*no* ©'],
  ['snake_case_name and 2*3*4', 'snake_case_name and 2<em>3</em>4'],
  ['<b>x</b>', '&lt;b&gt;x&lt;/b&gt;'],
  [
    '# Title\n\n> said\n\n3. x\n4. y',
    '<h1>Title</h1><blockquote><p>said</p></blockquote><ol start="3"><li>x</li><li>y</li></ol>',
  ],
  ['```js\na < b\n\nc\n```', '<pre><code class="language-js">a &lt; b\n\nc\n</code></pre>'],
  ['[text](https://example.org/ "title")', '<a href="https://example.org/">text</a>'],
  ['[text](javascript:alert(1))', '[text](javascript:alert(1))'],
  ['![cat](https://example.org/cat.png)', '<a href="https://example.org/cat.png">cat</a>'],
  ['![cat](mxc://example.org/cat)', '<img src="mxc://example.org/cat" alt="cat">'],
  [
    'see https://example.org/a_b_c?x=1&y=2, ok',
    'see <a href="https://example.org/a_b_c?x=1&amp;y=2">https://example.org/a_b_c?x=1&amp;y=2</a>, ok',
  ],
  ['example.org, file.py, a@example.org, //x', 'example.org, file.py, a@example.org, //x'],
];

describe('Markdown', () => {
  for (const [text, html] of CASES) test(JSON.stringify(text), () => assert.equal(markdownToHTML(text), html));

  test('a JSON string of HTML is that HTML, made harmless', () => {
    assert.equal(markdownToHTML('"<b>x</b>"'), '<b>x</b>');
    assert.equal(
      markdownToHTML(JSON.stringify('<a href="https://x.org/">*x*</a>\n<script>y</script>')),
      '<a href="https://x.org/">*x*</a>',
    );
  });

  test('what merely stands in quotation marks keeps them', () => {
    assert.equal(markdownToHTML('"hello"'), '&quot;hello&quot;');
    assert.equal(markdownToHTML('"a" <b> "c"'), '&quot;a&quot; &lt;b&gt; &quot;c&quot;');
  });

  test('no text makes it throw, and none becomes HTML of its own', () => {
    const marks = fc.constantFrom(
      '*',
      '_',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '&',
      '#',
      '- ',
      '1. ',
      '\n',
      '    ',
      '~~',
      '!',
      '\\',
      'a',
      '"',
      'https://x.org',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(marks).map((parts) => parts.join('')),
        ),
        (text) => {
          assert.doesNotMatch(markdownToHTML(text), /<(?:script|x)/i);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('texts made to be slow are not', () => {
    const started = performance.now();
    for (const piece of ['[', '*a_ ', '> ', '`', '![](', '<a', '"<a']) markdownToHTML(piece.repeat(10_000));
    assert.ok(performance.now() - started < 2000);
  });
});
