/** Load by wrk (Debian package `wrk`). */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pinned } from './process.ts';

export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function load(
  url: string,
  connections: number,
  seconds: number,
  headers: readonly string[] = [],
  /** File in Lua that makes the requests (https://github.com/wg/wrk/blob/master/SCRIPTING). */
  script?: string,
): Promise<Load> {
  const [program, ...args] = pinned(1, [
    'wrk',
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
    ...headers.flatMap((header) => ['-H', header]),
    ...(script === undefined ? [] : ['-s', script]),
    url,
  ]);
  const { stdout } = await promisify(execFile)(program, args).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? new Error('This benchmark needs wrk and taskset: apt-get install wrk util-linux')
      : error;
  });
  if (/Non-2xx/.test(stdout)) throw new Error(`Not every answer was a success:\n${stdout}`);
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    p50Ms: percentile(stdout, 50),
    p99Ms: percentile(stdout, 99),
  };
}

const milliseconds: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };

function percentile(stdout: string, percent: number): number {
  const [, amount, unit = 'ms'] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(stdout) ?? [];
  return Number(amount) * (milliseconds[unit] ?? 1);
}
