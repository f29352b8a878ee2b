import { type ExitCode, exitCodes } from './exit.ts';

/** What a command found out or did: a document for scripts and a text for people. */
export interface Result {
  /** Undefined: it was printed already, as JSON lines. */
  readonly document: unknown;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

/** Prints one of the two and gives the exit code. */
export function printResult({ document, text, exitCode = exitCodes.done }: Result, json: boolean): ExitCode {
  if (json && document !== undefined) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else if (!json && text !== '') process.stdout.write(`${text}\n`);
  return exitCode;
}
