/** Files to send: looked at before anything is sent, then uploaded. */

import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Partyline } from '@partyline/client';
import { maxFileBytes } from '@partyline/protocol';
import { sizeText } from '@partyline/server/size-text';
import { CliError } from '../exit.ts';
import { openProgress } from '../progress.ts';
import { printable } from '../text.ts';

export interface LocalFile {
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** @throws CliError 2 for one that is not there, cannot be read, is no file or is too large for any server */
export async function localFile(path: string): Promise<LocalFile> {
  const refuse = (code: string, why: string) =>
    new CliError('usage', code, `${printable(path)} ${why} Nothing was sent.`, { path });
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse('file_not_found', error.code === 'ENOENT' ? 'is not there.' : `cannot be read (${error.code}).`);
  });
  if (!found.isFile()) throw refuse('not_a_file', 'is no file.');
  if (found.size > maxFileBytes) {
    throw refuse(
      'file_too_large',
      `is too large: it has ${sizeText(found.size)}, and ${sizeText(maxFileBytes)} can be sent.`,
    );
  }
  await access(path, constants.R_OK).catch(() => {
    throw refuse('file_not_readable', 'cannot be read: you have no permission.');
  });
  return { path, name: basename(path), size: found.size };
}

/** @returns its upload ID @throws CliError 1 when the server does not keep it */
export async function upload(
  client: Partyline,
  file: LocalFile,
  { json, signal }: { readonly json: boolean; readonly signal: AbortSignal },
): Promise<string> {
  const progress = openProgress(json, () => `Uploading ${printable(file.name)} (${sizeText(file.size)})`);
  const isWatched = !json && process.stderr.isTTY === true;
  try {
    // By its path it can be sent again when the connection breaks; counted on its way it can be read once only.
    const content = isWatched ? counted(file, progress.show) : file.path;
    const { uploadID, error } = await client.assets.upload({ file: content, fileName: file.name }, { signal });
    if (uploadID !== undefined) return uploadID;
    throw new CliError('failed', 'upload_failed', `${printable(file.name)} was not taken: ${error}. Nothing was sent.`);
  } finally {
    progress.end();
  }
}

async function* counted(
  { path, size }: LocalFile,
  show: (done: number, total: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes: Uint8Array = chunk;
    done += bytes.length;
    show(done, size);
    yield bytes;
  }
}
