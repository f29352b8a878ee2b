/** Message HTML as the Markdown that makes it again: for what is edited, and for drafts, which the server has as HTML. */

import { sanitized } from './sanitize.ts';

const around: Readonly<Record<string, string>> = {
  B: '**',
  STRONG: '**',
  I: '*',
  EM: '*',
  S: '~~',
  DEL: '~~',
  STRIKE: '~~',
};
const blocks = new Set([
  'P',
  'DIV',
  'UL',
  'OL',
  'PRE',
  'BLOCKQUOTE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'TABLE',
  'HR',
]);

/** What the subset knows and Markdown does not, such as underlining, is lost. Needs a browser. */
export function markdownText(html: string): string {
  if (!/[<&]/.test(html)) return escaped(html);
  return childrenOf(sanitized(html))
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function childrenOf(parent: Node): string {
  return [...parent.childNodes].map(textOf).join('');
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.textContent ?? '');
  if (!(node instanceof Element)) return '';
  const { nodeName } = node;
  if (blocks.has(nodeName)) return `\n\n${blockOf(node)}\n\n`;
  const inner = nodeName === 'CODE' ? '' : childrenOf(node);
  const mark = around[nodeName];
  if (mark !== undefined) return inner.trim() === '' ? inner : `${mark}${inner}${mark}`;
  if (nodeName === 'BR') return '\n';
  if (nodeName === 'CODE') return fenced(node.textContent ?? '', '`');
  if (nodeName === 'A') return linked(node, inner);
  if (nodeName === 'LI') return `${inner}\n`;
  return inner;
}

function blockOf(node: Element): string {
  const { nodeName } = node;
  if (nodeName === 'PRE') return `\`\`\`\n${(node.textContent ?? '').replace(/\n$/, '')}\n\`\`\``;
  if (nodeName === 'HR') return '---';
  if (nodeName === 'UL' || nodeName === 'OL') {
    const start = Number(node.getAttribute('start') ?? 1);
    return [...node.children]
      .map((item, index) => {
        const mark = nodeName === 'UL' ? '- ' : `${start + index}. `;
        return (
          mark +
          childrenOf(item)
            .trim()
            .replaceAll('\n', `\n${' '.repeat(mark.length)}`)
        );
      })
      .join('\n');
  }
  const inner = childrenOf(node).trim();
  if (nodeName === 'BLOCKQUOTE') return inner.replace(/^/gm, '> ');
  return /^H[1-6]$/.test(nodeName) ? `${'#'.repeat(Number(nodeName[1]))} ${inner}` : inner;
}

function fenced(text: string, mark: string): string {
  const fence = text.includes(mark) ? mark.repeat(2) : mark;
  const gap = text.startsWith(mark) || text.endsWith(mark) ? ' ' : '';
  return `${fence}${gap}${text}${gap}${fence}`;
}

function linked(node: Element, inner: string): string {
  const address = node.getAttribute('href') ?? '';
  return node.textContent === address || address === '' ? (node.textContent ?? '') : `[${inner}](${address})`;
}

/** Where it would be markup and is none. */
function escaped(text: string): string {
  return text
    .replace(/([*`~[\]]|\b_|_\b)/g, (mark, _all, offset: number) => (isLoose(text, offset) ? mark : `\\${mark}`))
    .replace(/^(\s*)([>#+-]|\d+\.)(?=\s)/gm, (_whole, gap: string, mark: string) =>
      /\d/.test(mark) ? `${gap}${mark.slice(0, -1)}\\.` : `${gap}\\${mark}`,
    );
}

/** A mark between spaces marks nothing. */
const isLoose = (text: string, offset: number): boolean =>
  /\s|^$/.test(text[offset - 1] ?? '') && /\s|^$/.test(text[offset + 1] ?? '');
