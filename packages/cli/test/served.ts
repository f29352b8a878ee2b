/** A real server, started by the command line as a person would. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bin, cleanEnv } from './run.ts';

export interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  /** The token that the first start prints; empty when it printed none. */
  readonly token: string;
  /** Standard output so far. */
  output(): string;
  /** Sends a signal and resolves with the exit code, or with the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

const startMs = 20_000;
/** How the welcome ends: of the server, of the demo, of `--json`. */
const lastWords = /Ctrl-C stops the server|print\(client\.accounts\.list\(\)\)|"Partyline listens"/;

/** @param program what runs `bin`; the Node of the test by default. */
export async function serve(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program: string = process.execPath,
): Promise<Served> {
  const child = spawn(program, [bin, 'serve', ...flags], { env: cleanEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const ended = once(child, 'exit');
  for (const name of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[name] }).on('line', (line) => {
      lines[name].push(line);
      child.emit('line');
    });
  }
  const output = () => lines.stdout.join('\n');
  const find = (pattern: RegExp) => pattern.exec(output())?.[1] ?? '';
  const signal = AbortSignal.timeout(startMs);
  while (!lastWords.test(output())) {
    if (child.exitCode !== null) throw new Error(`The server ended:\n${output()}\n${lines.stderr.join('\n')}`);
    await Promise.race([once(child, 'line', { signal }), ended]);
  }
  return {
    child,
    url: find(/listens on (http:\/\/\S+)/),
    token: find(/(ply_[\w-]+)/),
    output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
      child.kill(signal);
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
}
