/** Bridges that an earlier server left running. They would hold the database, and nobody would answer them. */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const graceMs = 10_000;

/** Where the guard writes down its process group, for the next start. */
export const pidFile = (folder: string): string => join(folder, 'bridge.pid');

/**
 * Ends what is left of the bridge that ran on this folder. A process counts as such when its group is the one remembered and its command line names the
 * folder's configuration: numbers are given out again.
 * @returns whether there was any
 */
export async function endOrphans(folder: string, configPath: string): Promise<boolean> {
  const group = rememberedGroup(folder);
  if (group === undefined) return false;
  const left = () => membersOf(group, configPath);
  const found = (await left()).length > 0;
  if (found) {
    signalAll(await left(), 'SIGTERM');
    const deadline = performance.now() + graceMs;
    while ((await left()).length > 0) {
      if (performance.now() > deadline) signalAll(await left(), 'SIGKILL');
      await delay(50);
    }
  }
  rmSync(pidFile(folder), { force: true });
  return found;
}

/** Whether a bridge runs on this folder now, ours or one that was left. */
export async function isBridgeRunning(folder: string): Promise<boolean> {
  const group = rememberedGroup(folder);
  return group !== undefined && (await membersOf(group, join(folder, 'config.json'))).length > 0;
}

function rememberedGroup(folder: string): number | undefined {
  try {
    const group = Number.parseInt(readFileSync(pidFile(folder), 'utf8'), 10);
    return group > 1 ? group : undefined;
  } catch {
    return undefined;
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended.
    }
  }
}

async function membersOf(group: number, configPath: string): Promise<number[]> {
  const processes = process.platform === 'linux' ? fromProc() : await fromPs();
  return processes
    .filter((candidate) => candidate.group === group && candidate.command.includes(configPath))
    .map(({ pid }) => pid);
}

interface RunningProcess {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

function fromProc(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the command's name, which may hold anything: state, parent, group.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return state === 'Z' ? [] : [{ pid: Number(name), group: Number(group), command }];
      } catch {
        return [];
      }
    });
}

async function fromPs(): Promise<RunningProcess[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,pgid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), group: Number(match[2]), command: match[3] ?? '' }];
  });
}
