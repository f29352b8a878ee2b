/** Runs a program to its end, as a user of the API would run theirs. */

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { environment, repository } from './server.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Its environment, besides `PATH` and `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The root of the repository by default, so that the packages of the workspace are found. */
  readonly cwd?: string;
  /** Ended after this; 60 s by default. */
  readonly limitMs?: number;
}

export async function run(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<Outcome> {
  const { env = {}, input = '', cwd = repository, limitMs = 60_000 } = options;
  const child = spawn(command, args, {
    cwd,
    env: environment(env),
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => {
    // The program may end before it has read everything.
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** Runs TypeScript as if it stood in a file at the root of the repository. */
export const runTypeScript = (source: string, env: Readonly<Record<string, string>>): Promise<Outcome> =>
  run(process.execPath, ['--input-type=module-typescript', '--eval', source], { env });
