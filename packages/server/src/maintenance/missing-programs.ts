import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BackupBridge, Manifest } from './manifest.ts';

export interface MissingProgram extends BackupBridge {
  readonly program: string;
}

/** Bridges of a backup whose programs the server of a data folder will not find. */
export function missingPrograms(dataDir: string, { bridges = [] }: Manifest): MissingProgram[] {
  return bridges.flatMap((bridge) => {
    const { program } = bridge;
    return program === undefined || isThere(dataDir, program) ? [] : [{ ...bridge, program }];
  });
}

/** One that was in a data folder has to be in this one; one that the settings name, where it was. */
function isThere(dataDir: string, program: string): boolean {
  const folder = dirname(program);
  if (existsSync(join(dataDir, 'bridges', basename(program)))) return true;
  return basename(folder) !== 'bridges' && existsSync(program);
}
