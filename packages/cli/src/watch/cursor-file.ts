/** A file that keeps a place in the event log from one run to the next. */

import { readFile, rename, writeFile } from 'node:fs/promises';
import { CliError } from '../exit.ts';
import { printable } from '../text.ts';

const longest = 200;

/** @returns undefined when there is none yet @throws CliError 2 for a file that holds something else, or cannot be read */
export async function readCursorFile(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new CliError('usage', 'cursor_file', `${printable(path)} cannot be read (${error.code}).`, { path });
  });
  const cursor = text.trim();
  if (cursor === '') return undefined;
  if (cursor.length <= longest && /^\S+$/.test(cursor)) return cursor;
  throw new CliError('usage', 'cursor_file', `${printable(path)} holds no cursor, and is left as it is.`, { path });
}

/** Whole at any moment, whenever the program is killed. @throws CliError 1 */
export async function writeCursorFile(path: string, cursor: string): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  try {
    await writeFile(fresh, `${cursor}\n`, { mode: 0o600 });
    await rename(fresh, path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('failed', 'cursor_file', `The place could not be kept in ${printable(path)}: ${why}`, { path });
  }
}
