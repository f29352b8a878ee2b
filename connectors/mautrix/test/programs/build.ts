/** Bridge programs of our own on the real framework of the mautrix bridges, built into a cache outside the repository: the first time minutes, afterwards nothing. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { go, missingTools } from '../real/go.ts';

export interface BuiltProgram {
  readonly program: string;
  /** For the `skip` option of a test: what to install. */
  readonly skip: string | false;
}

/**
 * @param name its folder beside this file
 * @param moduleFile another one than go.mod: the same source on another framework
 * @throws Error with `CI=true` when it cannot be built: there a test may not be skipped
 */
export async function ownProgram(name: string, moduleFile = 'go.mod'): Promise<BuiltProgram> {
  const source = fileURLToPath(new URL(`./${name}`, import.meta.url));
  try {
    const missing = await missingTools(source);
    if (missing !== undefined) throw new Error(missing);
    return { program: await build(name, source, moduleFile), skip: false };
  } catch (error) {
    if (process.env['CI'] === 'true' || !(error instanceof Error)) throw error;
    return { program: '', skip: error.message };
  }
}

async function build(name: string, source: string, moduleFile: string): Promise<string> {
  const cache = process.env['PARTYLINE_BRIDGE_CACHE'] ?? join(homedir(), '.cache', 'partyline-bridges');
  mkdirSync(cache, { recursive: true });
  const { stdout } = await go(['env', 'GOVERSION', 'GOOS', 'GOARCH'], source);
  const parts = createHash('sha256').update(stdout).update(moduleFile);
  for (const file of readdirSync(source).sort()) parts.update(file).update(readFileSync(join(source, file)));
  const program = join(cache, `${name}-${parts.digest('hex').slice(0, 12)}`);
  if (existsSync(program)) return program;
  const partial = `${program}.${process.pid}`;
  const flags = ['-buildvcs=false', '-tags', 'nocrypto', `-modfile=${moduleFile}`];
  await go(['build', ...flags, '-o', partial, '.'], source);
  renameSync(partial, program);
  return program;
}
