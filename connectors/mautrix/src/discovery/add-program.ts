/** Puts a bridge program into the folder in which bridges are looked for. */

import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { identify, type ProgramIdentity } from '../program/identify.ts';

/** @returns what it is and where it is now. @throws NotABridge when it is nothing that can be hosted: nothing is changed then */
export async function addProgram(
  folder: string,
  path: string,
): Promise<ProgramIdentity & { readonly program: string }> {
  const identity = await identify(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const program = join(folder, basename(path));
  // In one step, and not into the file of a program that runs.
  const partial = join(folder, `.${basename(path)}.new`);
  try {
    copyFileSync(path, partial);
    chmodSync(partial, 0o755);
    renameSync(partial, program);
  } finally {
    rmSync(partial, { force: true });
  }
  return { ...identity, program };
}
