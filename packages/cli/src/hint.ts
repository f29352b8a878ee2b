/** Commands as hints print them: in the form that works where the person is. */

import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Globals } from './globals.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** Whether npm or npx runs this, or would find it from here. */
function isWithNpm(env: NodeJS.ProcessEnv, folder: string): boolean {
  if (env['npm_command'] || env['npm_execpath'] || env['npm_lifecycle_event']) return true;
  const path = relative(workspace, folder);
  return !(path.split(/[\\/]/)[0] === '..' || isAbsolute(path));
}

/** What stands before a command: `npx partyline`, or `partyline` where that is installed by itself. */
export const invocation = (env: NodeJS.ProcessEnv = process.env, folder: string = process.cwd()): string =>
  isWithNpm(env, folder) ? 'npx partyline' : 'partyline';

type SameServer = Pick<Globals, 'dataDir' | 'url' | 'urlFrom'>;

/** A whole command that means the same server as this one: `npx partyline accounts list --data-dir x`. */
export function hint(words: string, globals: SameServer): string {
  // A variable holds for the next command too.
  const url = globals.urlFrom === '--url' && globals.url !== undefined ? ` --url ${quoted(globals.url)}` : '';
  return `${invocation()} ${words}${dataDirFlag(globals)}${url}`;
}

/** How the server of the data folder is started. */
export function startHint(globals: SameServer): string {
  const flag = dataDirFlag(globals);
  if (!isWithNpm(process.env, process.cwd())) return `partyline serve${flag}`;
  return flag === '' ? 'npm start' : `npm start --${flag}`;
}

const dataDirFlag = ({ dataDir }: SameServer): string =>
  dataDir === undefined ? '' : ` --data-dir ${quoted(dataDir)}`;

/** As a POSIX shell reads it back. */
const quoted = (word: string): string => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
