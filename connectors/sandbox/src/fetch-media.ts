import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaFetch } from '@partyline/connector';
import type { KeptFiles } from './kept-files.ts';
import { pieceNames, pieces } from './media.ts';
import { refused } from './refusals.ts';

const BLOCK = 64 * 1024;

interface Source {
  readonly size: number;
  blocks(): Iterable<Uint8Array>;
}

/**
 * Writes what a `ref` stands for: `media:<name>` a file of the sandbox, `zeros:<bytes>` so many zeros, `kept:<sha256>` a file that was sent to a
 * contact. Throws `SendError`; nothing is left at the path then.
 */
export async function fetchMedia({ ref, path, maxBytes }: MediaFetch, files: KeptFiles): Promise<void> {
  const source = sourceOf(ref, files);
  if (source === undefined) throw refused('media_gone', 'The sandbox does not have this file any more.');
  if (source.size > maxBytes)
    throw refused('too_large', `The file has ${source.size} bytes, and ${maxBytes} are allowed. Nothing was fetched.`);
  const file = createWriteStream(path, { flags: 'wx' });
  let isOurs = false;
  file.once('open', () => {
    isOurs = true;
  });
  await pipeline(Readable.from(source.blocks()), file).catch(async (error: unknown) => {
    if (isOurs) await rm(path, { force: true });
    throw refused('unwritable_file', `The file could not be written (${String(error)}).`);
  });
}

function sourceOf(ref: string, files: KeptFiles): Source | undefined {
  const [place, name = ''] = ref.split(':');
  if (place === 'zeros') return zeros(Number(name));
  const bytes = place === 'kept' ? files.get(name) : pieceOf(name);
  return bytes && { size: bytes.length, blocks: () => [bytes] };
}

function pieceOf(name: string): Buffer | undefined {
  const known = pieceNames.find((one) => one === name);
  return known && pieces[known].bytes;
}

function zeros(size: number): Source | undefined {
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  return {
    size,
    *blocks() {
      for (let left = size; left > 0; left -= BLOCK) yield new Uint8Array(Math.min(left, BLOCK));
    },
  };
}
