/** The command line of Partyline. */

import { withCommand } from './drop-in.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { toFailure } from './failure.ts';
import { buildProgram } from './program.ts';
import { paint, printableLines } from './text.ts';

/**
 * Runs one command.
 *
 * With `--json` standard output gets exactly one JSON document: the result, or `{"error": {"code", "message", "exitCode", ...}}`.
 * Otherwise the result is text on standard output and a failure is text on standard error.
 *
 * @param given the arguments without node and script.
 * @returns the exit code.
 */
export async function main(given: readonly string[]): Promise<ExitCode> {
  const args = withCommand(given);
  // A reader that has seen enough (`| head`) is no failure, nor is a terminal that was closed.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'EIO') process.exit(exitCodes.done);
    throw error;
  });
  const json = wantsJson(args);
  let exitCode: ExitCode = exitCodes.done;
  const program = await buildProgram(args, json, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, json);
  }
}

const wantsJson = (args: readonly string[]): boolean => {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
};

function report(error: unknown, json: boolean): ExitCode {
  // Help and version are thrown by the parser too.
  if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return exitCodes.done;
  const failure = toFailure(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: failure }, null, 2)}\n`);
  else process.stderr.write(`${paint('red', 'error:', process.stderr)} ${printableLines(failure.message)}\n`);
  return failure.exitCode;
}
