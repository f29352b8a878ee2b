/** Runs of text as one IRC line with formatting codes. */

import type { TextRun } from '@partyline/rich-text';
import {
  BOLD,
  COLOUR,
  DEFAULT_COLOUR,
  ITALIC,
  MONOSPACE,
  PALETTE,
  RESET,
  STRIKETHROUGH,
  UNDERLINE,
} from './format-codes.ts';

export type Look = Omit<TextRun, 'text'>;

/** The text must hold no control characters. */
export function writeCodes(runs: readonly TextRun[]): string {
  let line = '';
  let before: Look = {};
  for (const run of runs) {
    line += codesBetween(before, run, run.text) + run.text;
    before = run;
  }
  return line;
}

/** @param next the text that follows: digits and commas behind a colour would be read as part of it */
export function codesBetween(before: Look, after: Look, next: string): string {
  const was = codesFor(before);
  const is = codesFor(after);
  if (was === is) return '';
  const codes = was === '' ? is : RESET + is;
  // Two digits are always written, so only `,12` could be taken for a background.
  return /^,/.test(next) && after.color !== undefined && after.background === undefined
    ? `${codes}${BOLD}${BOLD}`
    : codes;
}

function codesFor({ bold, italic, underline, strikethrough, monospace, color, background }: Look): string {
  return [
    bold === true ? BOLD : '',
    italic === true ? ITALIC : '',
    underline === true ? UNDERLINE : '',
    strikethrough === true ? STRIKETHROUGH : '',
    monospace === true ? MONOSPACE : '',
    color === undefined && background === undefined
      ? ''
      : COLOUR + two(color) + (background === undefined ? '' : `,${two(background)}`),
  ].join('');
}

function two(colour: string | undefined): string {
  return String(colour === undefined ? DEFAULT_COLOUR : nearest(colour)).padStart(2, '0');
}

/** Hexadecimal colours are shown as digits by many clients, so the nearest of the palette is sent. */
function nearest(colour: string): number {
  const exact = PALETTE.indexOf(colour.toLowerCase());
  if (exact !== -1) return exact;
  const wanted = channels(colour);
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [index, candidate] of PALETTE.entries()) {
    const distance = channels(candidate).reduce(
      (sum, value, channel) => sum + (value - (wanted[channel] ?? 0)) ** 2,
      0,
    );
    if (distance < smallest) [best, smallest] = [index, distance];
  }
  return best;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
