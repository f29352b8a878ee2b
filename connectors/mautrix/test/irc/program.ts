/**
 * Builds the bridge to IRC in `programs/irc`, a program of our own on the real framework of the mautrix bridges, into a cache outside the repository: the
 * first time minutes, afterwards nothing.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { go, missingTools } from '../real/go.ts';

export interface IrcBridge {
  readonly program: string;
  /** For the `skip` option of a test: what to install. */
  readonly skip: string | false;
}

const source = fileURLToPath(new URL('../programs/irc', import.meta.url));

/** @throws Error with `CI=true` when it cannot be built: there a test may not be skipped */
export async function ircBridge(): Promise<IrcBridge> {
  try {
    const missing = await missingTools(source);
    if (missing !== undefined) throw new Error(missing);
    return { program: await build(), skip: false };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return { program: '', skip: error instanceof Error ? error.message : String(error) };
  }
}

async function build(): Promise<string> {
  const cache = process.env['PARTYLINE_BRIDGE_CACHE'] ?? join(homedir(), '.cache', 'partyline-bridges');
  mkdirSync(cache, { recursive: true });
  const { stdout } = await go(['env', 'GOVERSION', 'GOOS', 'GOARCH'], source);
  const parts = createHash('sha256').update(stdout);
  for (const file of readdirSync(source).sort()) parts.update(file).update(readFileSync(join(source, file)));
  const program = join(cache, `irc-bridge-${parts.digest('hex').slice(0, 12)}`);
  if (existsSync(program)) return program;
  const partial = `${program}.${process.pid}`;
  await go(['build', '-buildvcs=false', '-tags', 'nocrypto', '-o', partial, '.'], source);
  renameSync(partial, program);
  return program;
}
