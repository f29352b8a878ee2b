/** Cuts a line of runs into pieces that fit a number of bytes. */

import type { TextRun } from '@partyline/rich-text';
import { codesBetween, type Look } from './formatting/write-codes.ts';

interface Grapheme {
  readonly text: string;
  readonly look: Look;
}

/** What a reader takes for one character can be any number of code points; a longer one is cut between those. */
const LONGEST_GRAPHEME = 64;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Pieces of at most `limit` bytes with their formatting codes, cut at spaces where there are any, and never inside a character.
 *
 * @param limit at least 100
 */
export function splitLine(line: readonly TextRun[], limit: number): TextRun[][] {
  const graphemes = graphemesOf(line);
  const pieces: TextRun[][] = [];
  let start = 0;
  while (start < graphemes.length) {
    const end = pieceEnd(graphemes, start, limit);
    let shown = end;
    // Some servers cut spaces off the end of a line.
    while (shown > start && graphemes[shown - 1]?.text === ' ') shown -= 1;
    if (shown > start) pieces.push(runsOf(graphemes.slice(start, shown)));
    start = end;
    // The space at the cut is what the next message begins without.
    if (start < graphemes.length && graphemes[start]?.text === ' ') start += 1;
  }
  return pieces;
}

function pieceEnd(graphemes: readonly Grapheme[], start: number, limit: number): number {
  let bytes = 0;
  let before: Look = {};
  let wordBorder: number | undefined;
  for (let index = start; index < graphemes.length; index += 1) {
    const grapheme = graphemes[index];
    if (grapheme === undefined) break;
    const { text, look } = grapheme;
    bytes += Buffer.byteLength(codesBetween(before, look, text)) + Buffer.byteLength(text);
    if (bytes > limit) {
      if (text === ' ') return index;
      return wordBorder ?? Math.max(index, start + 1);
    }
    if (text === ' ' && index > start) wordBorder = index;
    before = look;
  }
  return graphemes.length;
}

function graphemesOf(line: readonly TextRun[]): Grapheme[] {
  const whole = line.map(({ text }) => text).join('');
  const graphemes: Grapheme[] = [];
  let runIndex = 0;
  let runEnd = line[0]?.text.length ?? 0;
  for (const { segment, index } of segmenter.segment(whole)) {
    while (index >= runEnd && runIndex < line.length - 1) {
      runIndex += 1;
      runEnd += line[runIndex]?.text.length ?? 0;
    }
    const { text: _text, ...look } = line[runIndex] ?? { text: '' };
    const pieces = Buffer.byteLength(segment) > LONGEST_GRAPHEME ? [...segment] : [segment];
    for (const text of pieces) graphemes.push({ text, look });
  }
  return graphemes;
}

function runsOf(graphemes: readonly Grapheme[]): TextRun[] {
  const runs: TextRun[] = [];
  let before: Look | undefined;
  for (const { text, look } of graphemes) {
    const last = runs.at(-1);
    if (last !== undefined && before !== undefined && codesBetween(before, look, '') === '') {
      runs[runs.length - 1] = { ...last, text: last.text + text };
    } else runs.push({ ...look, text });
    before = look;
  }
  return runs;
}
