/**
 * Builds the rehearsal, a bridge program of our own on the real framework of the mautrix bridges, into a cache outside the repository. Twice: on the
 * framework of today, and on the one of the generation before, which bridges of last year are made with.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { go, missingTools } from '../real/go.ts';

const source = fileURLToPath(new URL('../programs/rehearsal', import.meta.url));

export type Generation = 'today' | 'older';

const moduleFile: Record<Generation, string> = { today: 'go.mod', older: 'older.mod' };

/** @returns the path of the program. @throws Error with the reason when it cannot be built here */
async function build(generation: Generation): Promise<string> {
  const cache = process.env['PARTYLINE_BRIDGE_CACHE'] ?? join(homedir(), '.cache', 'partyline-bridges');
  mkdirSync(cache, { recursive: true });
  const { stdout } = await go(['env', 'GOVERSION', 'GOOS', 'GOARCH'], source);
  const parts = createHash('sha256').update(stdout);
  for (const file of readdirSync(source).sort()) parts.update(file).update(readFileSync(join(source, file)));
  const program = join(cache, `rehearsal-${generation}-${parts.digest('hex').slice(0, 12)}`);
  if (existsSync(program)) return program;
  const partial = `${program}.${process.pid}`;
  const flags = ['-buildvcs=false', '-tags', 'nocrypto', `-modfile=${moduleFile[generation]}`];
  await go(['build', ...flags, '-o', partial, '.'], source);
  renameSync(partial, program);
  return program;
}

export interface Rehearsal {
  readonly program: string;
  /** For the `skip` option of a test: what to install. */
  readonly skip: string | false;
}

/** @throws Error with `CI=true` when it cannot be built: there a test may not be skipped */
export async function rehearsal(generation: Generation = 'today'): Promise<Rehearsal> {
  try {
    const missing = await missingTools(source);
    if (missing !== undefined) throw new Error(missing);
    return { program: await build(generation), skip: false };
  } catch (error) {
    if (process.env['CI'] === 'true' || !(error instanceof Error)) throw error;
    return { program: '', skip: error.message };
  }
}
