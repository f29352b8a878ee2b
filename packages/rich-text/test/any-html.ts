import fc from 'fast-check';

const tags =
  'a b br p ul ol li div span img td tr th table tbody thead pre code h1 blockquote details font script style svg math textarea title select x-y'.split(
    ' ',
  );
const values = fc.constantFrom(
  '',
  'https://x.org/',
  'javascript:x',
  ' java\nscript:x',
  'mxc://x.org/y',
  '#ff00FF',
  'language-js',
  '7',
  '"><script>',
  '&quot;&lt;',
);
const attribute = fc
  .tuple(
    fc.constantFrom('href', 'src', 'class', 'start', 'data-mx-color', 'data-mx-spoiler', 'alt', 'onclick', 'style'),
    values,
    fc.constantFrom('"', "'", ''),
  )
  .map(([name, value, quote]) => ` ${name}=${quote}${value}${quote}`);
const tag = fc.constantFrom(...tags);
const piece = fc.oneof(
  fc.tuple(tag, fc.array(attribute, { maxLength: 3 })).map(([name, attributes]) => `<${name}${attributes.join('')}>`),
  tag.map((name) => `</${name}>`),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(
    '<',
    '>',
    '&',
    '&amp;',
    '&lt;b&gt;',
    '\n',
    ' ',
    '<!--',
    '-->',
    '<![CDATA[',
    '"',
    '\u0000',
    '<b',
    '</',
  ),
);

/** Mostly HTML, well formed by chance only. */
export const anyHTML = fc.oneof(
  { weight: 5, arbitrary: fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
