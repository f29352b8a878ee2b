/** Forgetting what is kept of a bridge. Nothing may run on its folder: the caller sees to that. */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bridgeDatabase, hostDatabase, type KeptBridge, mediaFolder } from './kept-bridges.ts';

/**
 * Both databases, never one: they would not agree. What the owner has chosen and what was learnt stays. Should it be cut short, the host's database goes
 * last, so that what is left is harmless.
 */
export function forgetDatabases(folder: string): void {
  if (!existsSync(folder)) return;
  for (const database of [bridgeDatabase, hostDatabase]) {
    for (const name of readdirSync(folder))
      if (name.startsWith(database)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(join(folder, mediaFolder), { recursive: true, force: true });
}

/** @param programs the folder of programs; one that is elsewhere is its owner's and stays. @returns what was removed */
export function forgetBridge({ folder, program, settings }: KeptBridge, programs: string): string[] {
  const own = [program, settings].filter((path) => path?.startsWith(join(programs, '/')));
  const paths = [...own.filter((path) => path !== undefined), folder];
  for (const path of paths) rmSync(path, { recursive: true, force: true });
  return paths;
}
