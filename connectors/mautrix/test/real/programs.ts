/**
 * Real bridge programs, built from their Go modules into a cache outside the repository. Here is only what names them: each folder of `modules` is a
 * module without code that requires one bridge at one version, whose programs are its tools. Nothing of the bridges is ever part of the repository.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { go } from './go.ts';
import { hollowLibsignal } from './hollow-libsignal.ts';

export interface RealProgram {
  /** `mautrix-whatsapp-v0.2512.0` */
  readonly name: string;
  /** Absolute path of the folder with its `go.mod` and `go.sum`. */
  readonly folder: string;
  /** The main package. */
  readonly main: string;
}

const modules = fileURLToPath(new URL('./modules', import.meta.url));

export function realPrograms(): RealProgram[] {
  return readdirSync(modules)
    .sort()
    .flatMap((name) => {
      const folder = join(modules, name);
      const version = name.slice(name.indexOf('-') + 1);
      return [...readFileSync(join(folder, 'go.mod'), 'utf8').matchAll(/^(?:tool |\t)(\S+\/cmd\/\S+)$/gm)].map(
        ([, main = '']) => ({ name: `${basename(main)}-${version}`, folder, main }),
      );
    });
}

/** @throws Error when there is none of that name */
export function realProgram(name: string): RealProgram {
  const found = realPrograms().find((program) => program.name === name);
  if (found === undefined) throw new Error(`There is no module for ${name}`);
  return found;
}

/** Builds it unless that was done before. @returns the path of the program. @throws Error with the reason when it cannot be built here */
export async function buildProgram({ name, folder, main }: RealProgram): Promise<string> {
  const cache = process.env['PARTYLINE_BRIDGE_CACHE'] ?? join(homedir(), '.cache', 'partyline-bridges');
  mkdirSync(cache, { recursive: true });
  const { stdout } = await go(['env', 'GOVERSION', 'GOOS', 'GOARCH'], folder);
  // Without encryption, which nothing here needs, the bridges need no libolm. Some end at once when they do not know their version.
  const version = /v\d+\.\d+\.\d+/.exec(name)?.[0] ?? '';
  const flags = ['-tags', 'nocrypto', '-ldflags', `-X main.Tag=${version}`];
  const parts = createHash('sha256').update(flags.join(' '));
  for (const file of ['go.mod', 'go.sum']) parts.update(readFileSync(join(folder, file)));
  const key = [...stdout.trim().split('\n'), parts.digest('hex').slice(0, 12)].join('-');
  const program = join(cache, `${name}-${key}`);
  if (existsSync(program)) return program;
  // A real libsignal is used where the compiler finds one.
  const isHollow = name.startsWith('mautrix-signal-') && process.env['LIBRARY_PATH'] === undefined;
  const settings = isHollow ? await hollowLibsignal(folder, join(cache, 'hollow-libsignal')) : {};
  const partial = `${program}.${process.pid}`;
  await go(['build', ...flags, '-o', partial, main], folder, settings);
  renameSync(partial, program);
  return program;
}
