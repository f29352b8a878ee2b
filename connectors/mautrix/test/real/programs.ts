/** Real bridge programs, built from their Go modules into a cache outside the repository. Nothing of them is ever part of it. */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface RealProgram {
  /** What the program is called. */
  readonly name: string;
  readonly module: string;
  /** The main package within the module. */
  readonly main: string;
  /** Settings without which it does not start. */
  readonly settings?: object;
}

const mautrix = (name: string, settings?: object): RealProgram => ({
  name: `mautrix-${name}`,
  module: `go.mau.fi/mautrix-${name}`,
  main: `./cmd/mautrix-${name}`,
  ...(settings !== undefined && { settings }),
});

export const programs: readonly RealProgram[] = [
  { name: 'dummybridge', module: 'github.com/beeper/dummybridge', main: './cmd/dummybridge' },
  mautrix('irc'),
  mautrix('whatsapp'),
  mautrix('signal'),
  mautrix('telegram', { network: { api_id: 1, api_hash: '0123456789abcdef0123456789abcdef' } }),
  mautrix('slack'),
  mautrix('meta'),
  mautrix('twitter'),
  mautrix('bluesky'),
  mautrix('gmessages'),
  mautrix('linkedin'),
  mautrix('zulip'),
];

const cache = process.env['PARTYLINE_BRIDGE_CACHE'] ?? join(homedir(), '.cache', 'partyline-bridges');

/** @returns the path of the program. @throws Error with the reason in words when it cannot be built here */
export function buildProgram({ name, module, main }: RealProgram): string {
  mkdirSync(cache, { recursive: true });
  const { Dir: source, Version: version } = download(module);
  const program = join(cache, `${name}-${version}`);
  if (existsSync(program)) return program;
  // A copy: modules that replace others can only be built from their own folder, and the module cache is read-only.
  const folder = join(cache, `${name}-${version}.source`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(source, folder, { recursive: true, mode: 0 });
  go(['build', '-mod=mod', '-tags', 'nocrypto', '-o', program, main], folder);
  rmSync(folder, { recursive: true, force: true });
  return program;
}

function download(module: string): { Dir: string; Version: string } {
  return JSON.parse(go(['mod', 'download', '-json', `${module}@latest`], cache));
}

function go(args: readonly string[], cwd: string): string {
  try {
    const env = { ...process.env, CGO_ENABLED: '1', GOFLAGS: '-modcacherw' };
    return execFileSync('go', args, {
      cwd,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const printed =
      error instanceof Error && 'stdout' in error && 'stderr' in error
        ? `${error.stdout}${error.stderr}`
        : String(error);
    throw new Error(`go ${args[0]}: ${printed.trim().split('\n').slice(-3).join(' ')}`);
  }
}
