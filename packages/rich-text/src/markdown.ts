import MarkdownIt, { type Token } from 'markdown-it';
import { escapeHTML, plainToHTML } from './plain.ts';
import { sanitizeHTML } from './sanitize.ts';
import { link } from './subset.ts';

/** Without one of these a text is the same in Markdown as it is. Digits begin lists, `:` is in every address. */
const MAY_BE_MARKUP = /[\\`*_~[\]<>&#=+:-]|^ {0,3}\d+[.)]|^(?: {4}|\t)/m;

const parser = new MarkdownIt('commonmark', { html: false, breaks: true, linkify: true }).enable([
  'strikethrough',
  'linkify',
]);
// Only what has a scheme: `file.py` and `a@b` are more often not addresses.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }).add('//', null);
parser.renderer.rules['softbreak'] = () => '<br>';
parser.renderer.rules['hardbreak'] = () => '<br>';
parser.renderer.rules['image'] = (tokens, index) => picture(tokens[index]);

/**
 * What a person or a program typed, as HTML of the subset: CommonMark with `~~struck out~~`, addresses as links, every line break kept.
 * HTML in it is shown as it was typed. A text without markup is only escaped.
 *
 * A text that is one JSON string with HTML in it (`"\"<b>x</b>\""`) is taken for that HTML (contract 3.5); a text that merely stands in
 * quotation marks is not.
 */
export function markdownToHTML(text: string): string {
  const html = quotedHTML(text);
  if (html !== undefined) return sanitizeHTML(html);
  if (!MAY_BE_MARKUP.test(text)) return plainToHTML(text);
  const environment = {};
  const tokens = parser.parse(text, environment);
  if (tokens.every(isPlain)) return plainToHTML(text);
  const [first, inline, last] = tokens;
  const alone = tokens.length === 3 && first?.type === 'paragraph_open' && last?.type === 'paragraph_close';
  const rendered =
    alone && inline?.children != null
      ? parser.renderer.renderInline(inline.children, parser.options, environment)
      : parser.renderer.render(tokens, parser.options, environment);
  return sanitizeHTML(rendered);
}

function quotedHTML(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"') || !trimmed.endsWith('"') || !/<[a-z/!]/i.test(trimmed)) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // Not JSON: somebody quotes something.
    return undefined;
  }
}

/** Paragraphs of text as it was typed: escapes and entities would have become something else. */
function isPlain({ type, children, content }: Token): boolean {
  if (type === 'paragraph_open' || type === 'paragraph_close') return true;
  if (type !== 'inline') return false;
  const pieces = children ?? [];
  if (!pieces.every((piece) => piece.type === 'text' || piece.type === 'softbreak' || piece.type === 'hardbreak'))
    return false;
  return (
    pieces
      .map((piece) => piece.content)
      .join('')
      .replace(/\s+/g, '') === content.replace(/\s+/g, '')
  );
}

/** Pictures of other servers are not in the subset: they would tell those who looks. They stay as links. */
function picture(token: Token | undefined): string {
  const address = String(token?.attrGet('src') ?? '');
  const words = escapeHTML(token?.content ?? '');
  if (address.startsWith('mxc://')) return `<img src="${escapeHTML(address)}" alt="${words}">`;
  return link(address) === undefined ? words : `<a href="${escapeHTML(address)}">${words || escapeHTML(address)}</a>`;
}
