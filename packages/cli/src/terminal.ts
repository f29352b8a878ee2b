/** The person at the terminal, if there is one. With `--json` standard output is for the document, so talk goes to standard error. */

import { log } from '@clack/prompts';
import { columns, paint, printableLines, wrap } from './text.ts';

export interface Terminal {
  readonly output: NodeJS.WriteStream;
  /** Whether questions can be asked. */
  readonly interactive: boolean;
  /** Aborts when the person gives up: Ctrl-C, or the program is told to end. */
  readonly signal: AbortSignal;
  /** A line of its own. */
  say(text: string): void;
  /** A note between questions, in their style; a warning when the last answer was not right. */
  tell(text: string, isWarning?: boolean): void;
}

export function openTerminal(json: boolean, signal: AbortSignal): Terminal {
  const output = json ? process.stderr : process.stdout;
  return {
    output,
    interactive: process.stdin.isTTY === true && output.isTTY === true,
    signal,
    say: (text) => {
      output.write(`${text}\n`);
    },
    tell: (text, isWarning = false) => (isWarning ? log.warn : log.info)(text, { output }),
  };
}

/** Room that the questions' guide line takes. */
const guideWidth = 3;

/** What a network tells the person: cleaned and wrapped, links left whole. */
export const instructions = (text: string, { output }: Terminal): string =>
  paint('bold', wrap(printableLines(text), columns(output) - guideWidth), output);
