/** Where the built app is, and whether it is of today's sources. */

import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packageFolder, sourceState } from './source-state.ts';

export type Readiness = { readonly folder: string } | { readonly problem: string };

const limitMs = 120_000;

/**
 * The folder of the built app. Builds it first when there is none of today's sources, which takes some seconds, in a process of its own: what builds
 * is large, and the server is long-lived.
 *
 * @param onBuild told that this will take a moment
 */
export async function readyWebApp(onBuild: () => void = () => undefined): Promise<Readiness> {
  const folder = builtFolder(sourceState());
  if (existsSync(folder)) return { folder };
  if (!canWrite(packageFolder))
    return {
      problem: `It is built in ${packageFolder}, where this user may not write. Run "npm run build" there once, as the user who installed it.`,
    };
  onBuild();
  const script = fileURLToPath(new URL('./main.ts', import.meta.url));
  try {
    await promisify(execFile)(process.execPath, [script], { timeout: limitMs });
  } catch (error) {
    // Another process may have built it meanwhile.
    if (existsSync(folder)) return { folder };
    return { problem: whatWentWrong(error) };
  }
  return existsSync(folder) ? { folder } : { problem: 'Its sources changed while it was being built. Start again.' };
}

/** Each state of the sources has its own, so that what is served never changes under a server. */
export const builtFolder = (state: string): string => join(packageFolder, 'dist', state);

function canWrite(folder: string): boolean {
  try {
    accessSync(existsSync(join(folder, 'dist')) ? join(folder, 'dist') : folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function whatWentWrong(error: unknown): string {
  const said: unknown = Reflect.get(Object(error), 'stderr');
  const text = typeof said === 'string' && said.trim() !== '' ? said : String(error);
  return text.trim().split('\n').slice(-20).join('\n');
}
