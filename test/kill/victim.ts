/** The server that is killed again and again: `partyline serve` on one data folder, listening on another port each time. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { environment, program, TOKEN } from '../support/server.ts';

export interface Victim {
  /** Where it listens, now or once it does again. @throws when it ended by itself */
  url(): Promise<string>;
  start(): void;
  /** As a power cut would end it; also while it starts. */
  kill(): Promise<void>;
  /** As an operator ends it. */
  stop(): Promise<void>;
  /** What it logged as an error, newest last. */
  readonly errors: readonly string[];
}

export interface VictimParts {
  readonly dataDir: string;
  /** As of `partyline serve`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const keptErrors = 50;
/** Of pino. */
const errorLevel = 50;

export function prepareVictim({ dataDir, flags = [], env = {} }: VictimParts): Victim {
  const errors: string[] = [];
  let child: ChildProcess | undefined;
  let address = Promise.withResolvers<string>();
  let isKnown = false;

  const forget = () => {
    child = undefined;
    if (isKnown) address = Promise.withResolvers();
    isKnown = false;
  };
  const read = (line: string) => {
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined && !isKnown) {
      isKnown = true;
      address.resolve(url);
    }
    const level = Number(/"level":(?:"?)(\d+)/.exec(line)?.[1] ?? (line.startsWith('{') ? 0 : errorLevel));
    if (level < errorLevel && !/"level":"(?:error|fatal)"/.test(line)) return;
    if (errors.push(line) > keptErrors) errors.shift();
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ending = child;
    forget();
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
  };

  return {
    errors,
    url: () => address.promise,
    start() {
      const command = [program, 'serve', '--json', '--port=0', `--data-dir=${dataDir}`, ...flags];
      const started = spawn(process.execPath, command, {
        env: environment({ PARTYLINE_ACCESS_TOKEN: TOKEN, ...env }),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      // A run that is killed must not leave its server behind.
      const orphan = () => started.kill('SIGKILL');
      process.once('exit', orphan);
      for (const stream of [started.stdout, started.stderr]) {
        createInterface(stream).on('line', (line) => {
          if (child === started) read(line);
        });
      }
      started.once('exit', (code) => {
        process.removeListener('exit', orphan);
        if (child !== started) return;
        forget();
        address.promise.catch(() => undefined);
        address.reject(new Error(`The server ended by itself with ${code}:\n${errors.join('\n')}`));
      });
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
