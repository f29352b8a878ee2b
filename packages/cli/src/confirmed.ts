/** Asks before something is done that cannot be undone. */

import { confirm, isCancel } from '@clack/prompts';
import { CliError, cancelled, interrupted } from './exit.ts';
import type { Globals } from './globals.ts';
import { openTerminal } from './terminal.ts';
import { columns, wrap } from './text.ts';

export interface Question {
  /** What is done: `remove local-whatsapp`. */
  readonly action: string;
  /** Told before it is asked. */
  readonly consequences: string;
  readonly message: string;
}

/** Resolves when the person wants it. @throws CliError when not, or 2 when nobody can be asked */
export async function confirmed(question: Question, signal: AbortSignal, { json }: Globals): Promise<void> {
  const terminal = openTerminal(json, signal);
  if (!terminal.interactive)
    throw new CliError('usage', 'not_confirmed', `To ${question.action} without being asked, add --yes.`);
  terminal.say(wrap(question.consequences, columns(terminal.output)));
  const { output } = terminal;
  const answer = await confirm({ message: question.message, initialValue: false, output, signal });
  if (isCancel(answer)) throw interrupted();
  if (!answer) throw cancelled();
}
