/** Compresses what is built, as small as it gets: it is done once and sent often. */

import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const minBytes = 512;

/** Writes `.br` and `.gz` beside each text file that gains by it. */
export async function compressFiles(folder: string): Promise<void> {
  const names = globSync('**/*.{js,css,html,svg,json,webmanifest}', { cwd: folder });
  await Promise.all(names.filter((name) => name !== 'paths.json').map((name) => compressFile(join(folder, name))));
}

async function compressFile(path: string): Promise<void> {
  const plain = await readFile(path);
  if (plain.length < minBytes) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, { params }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}
