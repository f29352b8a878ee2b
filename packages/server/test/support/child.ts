/** A server in a process of its own, started by the command line, for tests that end it by a signal. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Api, apiOf } from './api.ts';
import { type Scope, testToken } from './server.ts';

export interface ChildServer {
  readonly url: string;
  readonly api: Api;
  readonly pid: number;
  /** Everything it printed so far, on both outputs. */
  output(): string;
  /** @returns the exit code, or the signal that ended it */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

const program = fileURLToPath(new URL('../../../cli/bin/partyline.js', import.meta.url));
const startMs = 20_000;

export async function startChildServer(
  scope: Scope,
  dataDir: string,
  options: { readonly flags?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ChildServer> {
  const flags = ['--json', '--port=0', `--data-dir=${dataDir}`, '--sandbox', ...(options.flags ?? [])];
  const child = spawn(process.execPath, [program, 'serve', ...flags], {
    env: { PATH: process.env['PATH'], HOME: dataDir, PARTYLINE_ACCESS_TOKEN: testToken, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      child.emit('line');
    });
  }
  const end = async (signal: NodeJS.Signals) => {
    if (isRunning(child)) child.kill(signal);
    await exited;
    return child.exitCode ?? child.signalCode;
  };
  scope.after(() => end('SIGKILL'));
  const welcome = () => lines.find((line) => line.includes('"Partyline listens"'));
  const limit = AbortSignal.timeout(startMs);
  while (welcome() === undefined) {
    if (!isRunning(child)) throw new Error(`The server ended:\n${lines.join('\n')}`);
    await Promise.race([once(child, 'line', { signal: limit }), exited]);
  }
  const { url }: { url: string } = JSON.parse(welcome() ?? '');
  return { url, api: apiOf(url, testToken), pid: child.pid ?? 0, output: () => lines.join('\n'), end };
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;
