/** `partyline serve` over one real bridge, as a program of its own that can be killed and whose log is read. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environment, program as partyline, TOKEN } from '../../../../test/support/server.ts';
import { type Api, apiOf } from '../api.ts';

export interface Serving {
  readonly api: Api;
  /** What the log says, a parsed line each. */
  readonly log: readonly LogLine[];
  /** As a power cut would end it. */
  kill(): Promise<void>;
  /** As a service manager would end it. @returns its exit code */
  stop(): Promise<number | null>;
}

export interface LogLine {
  /** As of pino: 40 is a warning, 50 an error. */
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Puts the program into the folder in which bridges are looked for. */
export function install(dataDir: string, path: string, name: string): void {
  const folder = join(dataDir, 'bridges');
  mkdirSync(folder, { recursive: true });
  copyFileSync(path, join(folder, name));
}

/** Resolves when the server listens, the bridge has been learnt by then. @throws Error with the log when it ends before */
export async function serve(dataDir: string): Promise<Serving> {
  const flags = ['serve', '--json', '--port=0', `--data-dir=${dataDir}`, '--log-level=warn', '--retry-seconds=1'];
  const child = spawn(process.execPath, [partyline, ...flags], {
    env: environment({ PARTYLINE_ACCESS_TOKEN: TOKEN }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that is killed must not leave its server behind.
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.removeListener('exit', orphan));
  const log: LogLine[] = [];
  const url = await address(child, log);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    api: apiOf(url, TOKEN),
    log,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}

function address(child: ChildProcess, log: LogLine[]): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        const entry = parsed(line);
        log.push(entry);
        if (typeof entry['url'] === 'string') resolve(entry['url']);
      });
    }
    child.once('exit', () => reject(new Error(`The server ended: ${JSON.stringify(log, null, 2)}`)));
  });
}

function parsed(line: string): LogLine {
  try {
    return JSON.parse(line);
  } catch {
    return { level: 50, msg: line };
  }
}

/** Process IDs of what runs on a data folder besides the server: bridges and their guards. */
export function bridgesOn(dataDir: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(join(dataDir, 'bridge-data')))
    .map((line) => Number.parseInt(line, 10));
}
