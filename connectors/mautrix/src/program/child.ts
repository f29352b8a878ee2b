/** One run of a bridge program, in a process group of its own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Log } from '@partyline/connector';
import { childEnvironment } from './environment.ts';
import type { Exit } from './exit-codes.ts';
import { guardScript } from './guard.ts';
import { logLine } from './log-lines.ts';
import { endOrphans, pidFile } from './orphans.ts';

export interface Child {
  /** Resolves when it has ended. */
  readonly exited: Promise<Exit>;
  /** Asks it to end, and ends it after 10 s; resolves when it has ended. */
  stop(): Promise<Exit>;
}

export interface ChildOptions {
  readonly program: string;
  readonly folder: string;
  readonly configPath: string;
  readonly log: Log;
}

/** @throws Error when the program cannot be started at all */
export async function startChild({ program, folder, configPath, log }: ChildOptions): Promise<Child> {
  if (await endOrphans(folder, configPath)) log.warn('a bridge of an earlier run was still there and was ended');
  // `-n`: the configuration is ours to write.
  const args = ['-c', guardScript, 'bridge-guard', pidFile(folder), program, '-n', '-c', configPath];
  const child = spawn('/bin/sh', args, {
    cwd: folder,
    env: childEnvironment(folder),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  // It may end before it has read anything.
  child.stdin.on('error', () => {});
  await once(child, 'spawn');
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => logLine(log, line));
  return {
    exited,
    stop() {
      child.stdin.end();
      return exited;
    },
  };
}
