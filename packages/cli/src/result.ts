import { type ExitCode, exitCodes } from './exit.ts';

/** What a command found out or did: a document for scripts and a text for people. */
export interface Result {
  readonly document: unknown;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

/** Prints one of the two and gives the exit code. */
export function printResult({ document, text, exitCode = exitCodes.done }: Result, json: boolean): ExitCode {
  if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else if (text !== '') process.stdout.write(`${text}\n`);
  return exitCode;
}
