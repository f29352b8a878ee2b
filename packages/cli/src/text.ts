/** Text that is safe and fits: what comes from networks may hold anything. */

import { stripVTControlCharacters, styleText } from 'node:util';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** Without escape sequences, control characters and marks that turn the direction of writing: nothing that could fool a terminal. */
export const printable = (text: string): string =>
  stripVTControlCharacters(text).replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');

/** The same, line breaks kept. */
export const printableLines = (text: string): string => text.split(/\r?\n/).map(printable).join('\n');

export const widthOf = (text: string): number => stringWidth(text);

/** Columns of the terminal; 80 where there is none. */
export const columns = (stream: NodeJS.WriteStream = process.stdout): number => stream.columns || 80;

/** Wraps at words; a word longer than the line stays whole. */
export const wrap = (text: string, width: number, indent = ''): string =>
  wrapAnsi(text, Math.max(20, width - indent.length))
    .split('\n')
    .map((line) => indent + line)
    .join('\n');

/** Cuts to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

type Style = Parameters<typeof styleText>[0];

/** Coloured only where the stream is a terminal and NO_COLOR is not set. */
export const paint = (style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string =>
  styleText(style, text, { stream });
