/** Files copied, or only read, with their checksum. */

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

export interface FileSum {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after each piece. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const pieceBytes = 1 << 20;

/** @throws the system's error: `ENOENT`, `EACCES`, ... */
export async function sumFile(path: string, { signal, onBytes }: ReadingOptions = {}): Promise<FileSum> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes, signal })) {
    hash.update(piece);
    bytes += piece.length;
    onBytes?.(piece.length);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Makes a new file, mode 0600, that is on the disk when this resolves.
 * @throws the system's error: `ENOENT`, `EEXIST`, `ENOSPC`, ...
 */
export async function copyFile(from: string, to: string, { signal, onBytes }: ReadingOptions = {}): Promise<FileSum> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(from, { highWaterMark: pieceBytes }),
    async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        onBytes?.(piece.length);
        yield piece;
      }
    },
    createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }),
    { ...(signal && { signal }) },
  );
  return { bytes, sha256: hash.digest('hex') };
}

/** Makes names that were added to a folder, or changed in it, survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
