/** What a person wrote, as lines of runs; and one such line as the text of a PRIVMSG. */

import type { OutgoingPart } from '@partyline/connector';
import { type TextRun, textRuns } from '@partyline/rich-text';
import { textOf } from './formatting/runs-to-html.ts';
import { writeCodes } from './formatting/write-codes.ts';

const ACTION = '/me ';
const CTCP = '\u0001';

export interface OutgoingText {
  /** It began with `/me `: somebody does something. The command is not in the lines. */
  readonly action: boolean;
  /** Never empty ones; without control characters. */
  readonly lines: readonly (readonly TextRun[])[];
}

export function readOutgoing({ text, html }: OutgoingPart): OutgoingText {
  const runs = html === undefined ? [{ text }] : textRuns(html);
  const action = textOf(runs).startsWith(ACTION);
  const said = action ? withoutStart(runs, ACTION.length) : runs;
  return { action, lines: linesOf(said).filter((line) => textOf(line).trim() !== '') };
}

/** What stands behind the colon of a PRIVMSG; the command `/me ` is a CTCP ACTION (https://modern.ircdocs.horse/ctcp). */
export function messageText(runs: readonly TextRun[], action: boolean): string {
  const text = writeCodes(runs);
  return action ? `${CTCP}ACTION ${text}${CTCP}` : text;
}

/** Bytes that {@link messageText} adds to an action. */
export const ACTION_BYTES = Buffer.byteLength(messageText([], true));

/** The runs as the beginning of an action is typed. */
export function asTyped(runs: readonly TextRun[], action: boolean): readonly TextRun[] {
  return action ? [{ text: ACTION }, ...runs] : runs;
}

function withoutStart(runs: readonly TextRun[], length: number): TextRun[] {
  let left = length;
  return runs.flatMap((run) => {
    const cut = Math.min(left, run.text.length);
    left -= cut;
    return cut === run.text.length ? [] : [{ ...run, text: run.text.slice(cut) }];
  });
}

function linesOf(runs: readonly TextRun[]): TextRun[][] {
  let line: TextRun[] = [];
  const lines = [line];
  for (const run of runs) {
    for (const [index, piece] of run.text.split(/\r\n?|\n/).entries()) {
      if (index > 0) {
        line = [];
        lines.push(line);
      }
      const text = piece.replaceAll('\t', ' ').replace(/\p{Cc}/gu, '');
      if (text !== '') line.push({ ...run, text });
    }
  }
  return lines;
}
