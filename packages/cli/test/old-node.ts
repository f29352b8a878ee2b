/** A Node of this machine that is too old for Partyline, to see that it runs all the same. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @returns its path; undefined when every Node on the PATH is new enough */
export function findOldNode(): string | undefined {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  return paths.find((path) => existsSync(path) && majorOf(path) < 24);
}

function majorOf(path: string): number {
  return Number.parseInt(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.slice(1), 10);
}
