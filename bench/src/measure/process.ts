/** Servers under measurement: child processes, pinned to a core where the machine has two. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const cores = availableParallelism();
const twoCores = cores > 1;

/** The core for servers, and the one for what loads them. */
export const pinned = (core: 0 | 1, command: readonly [string, ...string[]]): readonly [string, ...string[]] =>
  twoCores ? ['taskset', '-c', String(core), ...command] : command;

/** Puts this process, which loads the servers, on its core. */
export function pinSelf(): void {
  // It fails for a thread that ended meanwhile, when the others are in their place already.
  if (twoCores) spawnSync('taskset', ['-acp', '1', String(process.pid)]);
}

export interface Running {
  readonly child: ChildProcess;
  /** When it was started, by `performance.now()`. */
  readonly startedAt: number;
  stop(): Promise<void>;
}

/** Lets this process, and what it starts from now on, use every core: a browser is many processes. */
export function unpinSelf(): void {
  if (twoCores) spawnSync('taskset', ['-acp', `0-${cores - 1}`, String(process.pid)]);
}

/** @param hear what it writes to its standard output, piece by piece; not read when absent */
export function start(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
  hear?: (text: string) => void,
): Running {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', hear === undefined ? 'ignore' : 'pipe', 'pipe'],
  });
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => hear?.(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // A benchmark that fails must not leave its servers behind.
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  child.once('exit', () => process.removeListener('exit', orphan));
  let stopping = false;
  child.once('exit', (code) => {
    if (!stopping && code !== 0 && code !== null) process.stderr.write(`${program} ended with ${code}: ${errors}\n`);
  });
  return {
    child,
    startedAt,
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** @returns milliseconds from the start of the process until the address answered 200 */
export async function untilReady({ startedAt }: Running, url: string): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${url} did not answer within 60 s`);
}

/** Resident memory in MB, read from the system. */
export function residentMB({ child }: Running): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_000;
}

/** Ticks of the kernel's clock in a second, as Linux shows them to programs. */
const ticksPerSecond = 100;

/** Seconds of processor time so far, of all its threads. */
export function cpuSeconds({ child }: Running): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / ticksPerSecond;
}
