/** Runs the command line in a terminal of 80 columns, with somebody at the keys. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { bin, cleanEnv } from './run.ts';

/** `script` of util-linux gives a program a terminal. */
const program = 'script';
const isThere = spawnSync(program, ['--version']).status === 0;

/** For the `skip` option of a test; in CI a missing program is a failure. */
export const skip = isThere || process.env['CI'] === 'true' ? false : 'install util-linux (the program "script")';

export interface Terminal {
  /** What was printed so far, without escape sequences. */
  screen(): string;
  /** What was printed so far, as it came. */
  raw(): string;
  /** Waits until this is printed, beyond what earlier calls found. */
  sees(pattern: RegExp): Promise<void>;
  type(keys: string): void;
  ended(): Promise<number | null>;
}

const patienceMs = 30_000;

export function inTerminal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Terminal {
  const quoted = [process.execPath, bin, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn(program, ['-qefc', `stty cols 80 rows 40; exec ${quoted}`, '/dev/null'], {
    env: cleanEnv({ TERM: 'xterm-256color', ...env }),
  });
  const exit = once(child, 'close');
  let output = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    child.emit('printed');
  });
  return {
    screen: () => stripVTControlCharacters(output),
    raw: () => output,
    async sees(pattern) {
      const signal = AbortSignal.timeout(patienceMs);
      for (;;) {
        const text = stripVTControlCharacters(output);
        const found = pattern.exec(text.slice(seen));
        if (found) {
          seen += found.index + found[0].length;
          return;
        }
        if (child.exitCode !== null) throw new Error(`Ended without ${pattern}:\n${text}`);
        await Promise.race([once(child, 'printed', { signal }), exit]).catch(() => {
          throw new Error(`Waited in vain for ${pattern}:\n${text}`);
        });
      }
    },
    type: (keys) => void child.stdin.write(keys),
    async ended() {
      await exit;
      return child.exitCode;
    },
  };
}

export const keys = { enter: '\r', ctrlC: '\x03', down: '\x1b[B' } as const;
