/** The Python of the tests: a virtual environment at the root of the repository, with what `requirements-test.txt` names. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './server.ts';

const programs = join(repository, '.venv', 'bin');
export const python = join(programs, 'python');
export const schemathesis = join(programs, 'schemathesis');

/**
 * For the `skip` option of a test: `false` when the environment is there, else the line that says how to make it.
 *
 * @throws with `CI=true` when it is missing: there a test may not be skipped.
 */
export function requirePython(): string | false {
  if (existsSync(schemathesis)) return false;
  const reason = 'needs .venv: python3 -m venv .venv && .venv/bin/pip install -r requirements-test.txt';
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}
