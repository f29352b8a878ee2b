import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sanitizeHTML } from '@partyline/rich-text';
import fc from 'fast-check';
import { anyHTML } from './any-html.ts';

/** Written out here, so that a wrong list in the code does not prove itself. */
const SUBSET =
  /^(?:[^<>]|<\/?(?:del|h[1-6]|blockquote|p|ul|sup|sub|li|b|i|u|strong|em|s|code|hr|br|div|table|thead|tbody|tr|th|td|caption|pre|details|summary|span)>|<a href="(?:https?|ftp|mailto|magnet):[^"<>]*">|<\/a>|<ol(?: start="-?\d+")?>|<\/ol>|<code class="language-[^"<> ]+">|<(?:span|div)(?: data-mx-(?:(?:bg-)?color="#[0-9a-f]{6}"|(?:spoiler|maths)="[^"<>]*"))*>|<img src="mxc:\/\/[^"<> ]+"(?: (?:alt|title|width|height)="[^"<>]*")*>)*$/i;

/** What becomes of it; `''` where nothing may stay. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['<script>alert(1)</script>', ''],
  ['<SCRIPT SRC=//x.org/x.js></SCRIPT>after', 'after'],
  ['<scr<script>ipt>alert(1)</script>', 'ipt&gt;alert(1)'],
  ['<img src=x onerror=alert(1)>', ''],
  ['<img src="mxc://x.org/a" onerror=alert(1) srcset=x>', '<img src="mxc://x.org/a">'],
  ['<img src="https://x.org/pixel.gif">', ''],
  ['<svg><style><a title="</style><img src onerror=alert(1)>">', ''],
  ['<svg/onload=alert(1)>', ''],
  ['<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', ''],
  ['<a href="javascript:alert(1)">x</a>', 'x'],
  ['<a href=" java\nscript:alert(1)">x</a>', 'x'],
  ['<a href="&#x6a;avascript:alert(1)">x</a>', 'x'],
  ['<a href="data:text/html,<script>x</script>">x</a>', 'x'],
  ['<a href="//x.org">x</a>', 'x'],
  ['<a href="https://x.org/" onclick="x()" style="x" target="_top">x</a>', '<a href="https://x.org/">x</a>'],
  ['<a href="https://x.org/&quot;onclick=&quot;x">x</a>', '<a href="https://x.org/&quot;onclick=&quot;x">x</a>'],
  ['<iframe srcdoc="<script>x</script>"></iframe>x', 'x'],
  ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', ''],
  ['<textarea><script>x</script></textarea>x', 'x'],
  ['<form action=x><input name=y>x<button>z</button></form>', 'xz'],
  ['<b style="position:fixed" class=x id=y>x</b>', '<b>x</b>'],
  [
    '<span style="color:red" data-mx-color="red" data-mx-bg-color="#FF0000">x</span>',
    '<span data-mx-bg-color="#ff0000">x</span>',
  ],
  ['<font color="#ff0000">x</font><strike>y</strike>', '<span data-mx-color="#ff0000">x</span><del>y</del>'],
  ['<code class="x language-ts">x</code>', '<code class="language-ts">x</code>'],
  ['<!--<script>--><b>x</b><!-- ', '<b>x</b>'],
  ['<mx-reply>old</mx-reply>new', 'new'],
  ['<constructor>x</constructor><toString>y</toString>', 'xy'],
  ['a < b && c > d &lt;script&gt;', 'a &lt; b &amp;&amp; c &gt; d &lt;script&gt;'],
  ['<b><i>x</b>y</i>', '<b><i>x</i></b>y'],
  ['</p></br></b>x', '<br>x'],
  ['<p>a\n<p>b\n<ul>\n <li>c\n <li>d</ul>', '<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>'],
  ['<pre>a\n  b</pre>', '<pre>a\n  b</pre>'],
];

describe('HTML from anybody', () => {
  for (const [html, clean] of HOSTILE) test(html, () => assert.equal(sanitizeHTML(html), clean));

  test('nothing outside the subset comes out, and cleaning again changes nothing', () => {
    fc.assert(
      fc.property(anyHTML, (html) => {
        const once = sanitizeHTML(html);
        assert.match(once, SUBSET);
        assert.equal(sanitizeHTML(once), once);
      }),
      { numRuns: 2000 },
    );
  });

  test('nesting ends at 100 and the text stays', () => {
    const clean = sanitizeHTML(`${'<b>'.repeat(50_000)}x${'</b>'.repeat(50_000)}`);
    assert.equal(clean, `${'<b>'.repeat(100)}x${'</b>'.repeat(100)}`);
  });

  test('HTML made to be slow is not', () => {
    const started = performance.now();
    const pieces = ['<p>', '<b', '<a href=', '&', '&#', ' ', '<!--', '</b>', '<svg>', '\n '];
    for (const piece of pieces) sanitizeHTML(`<b>${piece.repeat(50_000)}x`);
    assert.ok(performance.now() - started < 2000);
  });
});
