/** Finds the programs of the system that tests run against. */

import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Debian package of each program. */
const PACKAGES = {
  ngircd: 'ngircd',
  inspircd: 'inspircd',
  openssl: 'openssl',
  wrk: 'wrk',
  znc: 'znc',
  'nats-server': 'nats-server',
} as const;

export type Program = keyof typeof PACKAGES;

/** Absolute path of a program, also from the administrator's folders, which are often not in an ordinary `PATH`. */
export function findProgram(program: Program): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

/**
 * For the `skip` option of a test: `false` when all the programs are there, else the line that says what to install.
 *
 * @throws with `CI=true` when one is missing: there a test may not be skipped.
 */
export function requireProgram(...programs: readonly Program[]): string | false {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) return false;
  const reason = `needs ${missing.join(' and ')}: apt-get install ${missing.map((name) => PACKAGES[name]).join(' ')}`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
