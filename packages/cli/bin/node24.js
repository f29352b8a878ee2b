/**
 * Finds a Node that can run this project: the running one when it is new enough, else the one that npm installed with the project.
 * Plain JavaScript of old, because the Node that reads it may be old.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';

const oldestMajor = 24;

export function isNewEnough() {
  return Number.parseInt(process.versions.node, 10) >= oldestMajor;
}

/** Path of a Node that is new enough; `undefined` when there is none. */
function findNode() {
  if (isNewEnough()) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/package.json`);
    const node = join(dirname(manifest), 'bin', platform === 'win' ? 'node.exe' : 'node');
    return existsSync(node) ? node : undefined;
  } catch {
    // The package is optional: it exists for Linux only, and an install may leave it out.
    return undefined;
  }
}

/**
 * Runs Node with these arguments in this terminal and ends this process as that one ended: same exit code, same signal.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runNode(args, env = process.env) {
  const node = findNode();
  if (node === undefined) {
    process.stderr.write(
      `Partyline needs Node ${oldestMajor} or newer, and this is ${process.versions.node}. Install it from https://nodejs.org, then try again.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself: a second one would count as impatience.
      const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
      if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`Could not run ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
