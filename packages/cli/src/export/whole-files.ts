/** Files that are whole or not there: written beside their place and moved to it once all is on the disk. */

import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';

export const partOf = (path: string): string => `${path}.part`;

export interface Writer {
  write(text: string): Promise<void>;
}

const flushAt = 256 * 1024;

/** @throws what `fill` throws; what was there stays then */
export async function writeWhole<T>(path: string, fill: (writer: Writer) => Promise<T>): Promise<T> {
  const part = partOf(path);
  const file = await open(part, 'w');
  try {
    const result = await filled(file, fill);
    await file.sync();
    await file.close();
    await rename(part, path);
    return result;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function filled<T>(file: FileHandle, fill: (writer: Writer) => Promise<T>): Promise<T> {
  let waiting: string[] = [];
  let size = 0;
  const flush = async () => {
    const text = waiting.join('');
    waiting = [];
    size = 0;
    if (text !== '') await file.appendFile(text);
  };
  const result = await fill({
    async write(text) {
      waiting.push(text);
      size += text.length;
      if (size >= flushAt) await flush();
    },
  });
  await flush();
  return result;
}

export const writeJSON = (path: string, value: unknown): Promise<void> =>
  writeWhole(path, (writer) => writer.write(`${JSON.stringify(value, null, 2)}\n`));

/** @returns undefined when there is no such file @throws SyntaxError */
export async function readJSON(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(ifMissing);
  return text === undefined ? undefined : JSON.parse(text);
}

/** The lines of a file that may not be there. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, 'utf8');
  try {
    // U+2028 and U+2029 would be line ends to `readline` too, and may stand in JSON.
    yield* splitLines(stream);
  } catch (error) {
    ifMissing(error);
  } finally {
    stream.destroy();
  }
}

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** @throws the error, unless it says that there is no such file */
export function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
