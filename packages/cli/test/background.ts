/** A command that runs until it is told to end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bin, cleanEnv } from './run.ts';
import type { Scope } from './sandboxed.ts';

export interface Background {
  readonly child: ChildProcess;
  /** What standard output has so far. */
  readonly lines: readonly string[];
  errors(): string;
  /** Resolves once standard output fits. */
  until(fits: (lines: readonly string[]) => boolean): Promise<void>;
  /** Resolves once standard error fits. */
  says(pattern: RegExp): Promise<void>;
  /** Waits until it ends by itself. @returns as {@link end} */
  ended(): Promise<number | NodeJS.Signals | null>;
  /** @returns the exit code, or the signal that ended it */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

const patienceMs = 30_000;

export function inBackground(t: Scope, args: readonly string[]): Background {
  const child = spawn(process.execPath, [bin, ...args], { env: cleanEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const lines: string[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    child.emit('news');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    child.emit('news');
  });
  const wait = async (fits: () => boolean, what: string) => {
    const signal = AbortSignal.timeout(patienceMs);
    while (!fits()) {
      if (child.exitCode !== null)
        throw new Error(`Ended with ${child.exitCode} without ${what}:\n${lines.join('\n')}\n${errors}`);
      await Promise.race([once(child, 'news', { signal }), ended]).catch(() => {
        throw new Error(`Waited in vain for ${what}:\n${lines.join('\n')}\n${errors}`);
      });
    }
  };
  const end = async (signal: NodeJS.Signals = 'SIGINT') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    return child.exitCode ?? child.signalCode;
  };
  t.after(() => end('SIGKILL'));
  const byItself = async () => {
    await Promise.race([ended, once(AbortSignal.timeout(patienceMs), 'abort')]);
    if (child.exitCode === null && child.signalCode === null) throw new Error(`It does not end:\n${errors}`);
    return child.exitCode ?? child.signalCode;
  };
  return {
    child,
    lines,
    errors: () => errors,
    until: (fits) => wait(() => fits(lines), 'these lines'),
    says: (pattern) => wait(() => pattern.test(errors), String(pattern)),
    ended: byItself,
    end,
  };
}
