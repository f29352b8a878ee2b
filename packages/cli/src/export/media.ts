/** The files of a chat's messages, each fetched once. */

import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  type Partyline,
  PermissionDeniedError,
} from '@partyline/client';
import { type ExportedMessage, type MissingMedia, mediaFolder, messagesFile } from './records.ts';
import { ifMissing, linesOf, partOf } from './whole-files.ts';

export interface MediaParts {
  readonly client: Partyline;
  /** Of the chat. */
  readonly folder: string;
  readonly signal: AbortSignal;
  took(bytes: number): void;
}

const atOnce = 4;
/** The server may have to fetch it from a network first. */
const firstByteMs = 330_000;
const silenceMs = 60_000;

interface Wanted {
  readonly file: string;
  readonly url: string;
}

/** @returns what could not be had @throws the error of a server that does not answer, or of a disk that is full */
export async function fetchMedia(parts: MediaParts): Promise<MissingMedia[]> {
  const missing: MissingMedia[] = [];
  const running = new Set<Promise<void>>();
  const failed = new AbortController();
  const signal = AbortSignal.any([parts.signal, failed.signal]);
  let failure: { readonly error: unknown } | undefined;
  for await (const wanted of wantedIn(parts.folder)) {
    if (await isThere(join(parts.folder, wanted.file))) continue;
    if (failure !== undefined) break;
    const work = fetchOne({ ...parts, signal }, wanted)
      .then((reason) => {
        if (reason !== undefined) missing.push({ ...wanted, reason });
      })
      .catch((error: unknown) => {
        failure ??= { error };
        failed.abort();
      })
      .finally(() => running.delete(work));
    running.add(work);
    if (running.size >= atOnce) await Promise.race(running);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
  return missing.toSorted((one, other) => (one.file < other.file ? -1 : 1));
}

/** Each file once; those that are alike follow each other closely, as stickers do, or are found on the disk. */
async function* wantedIn(folder: string): AsyncGenerator<Wanted> {
  const asked = new Set<string>();
  for await (const line of linesOf(join(folder, messagesFile))) {
    if (!line.includes('"file":"')) continue;
    const { attachments = [] }: ExportedMessage = JSON.parse(line);
    for (const { file, srcURL, id } of attachments) {
      const url = srcURL ?? id;
      if (file === undefined || url === undefined || asked.has(file)) continue;
      asked.add(file);
      yield { file, url };
    }
  }
}

export const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(ifMissing)) !== undefined;

/** @returns why it cannot be had; undefined when it is there now */
async function fetchOne(parts: MediaParts, { file, url }: Wanted): Promise<string | undefined> {
  const path = join(parts.folder, file);
  try {
    const response = await parts.client.assets.serve(
      { url },
      { signal: parts.signal, timeout: firstByteMs, maxRetries: 1 },
    );
    await mkdir(join(parts.folder, mediaFolder), { recursive: true });
    await store(parts, response, path);
    return undefined;
  } catch (error) {
    await rm(partOf(path), { force: true });
    return reasonOf(error);
  }
}

class Cut extends Error {}

async function store({ signal, took }: MediaParts, response: Response, path: string): Promise<void> {
  if (response.body === null) throw new Cut('the server sent nothing');
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), silenceMs);
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silenceMs);
      size += chunk.length;
      took(chunk.length);
      done(null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(response.body), counted, createWriteStream(partOf(path), { flush: true }), {
      signal: AbortSignal.any([signal, silent.signal]),
    });
  } catch (error) {
    if (silent.signal.aborted && !signal.aborted) throw new Cut('the server stopped sending it');
    // What `fetch` says of a connection that broke.
    if (error instanceof TypeError) throw new Cut('the connection broke');
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const told = response.headers.get('content-length');
  if (told !== null && response.headers.get('content-encoding') === null && Number(told) !== size)
    throw new Cut('it broke off');
  await rename(partOf(path), path);
}

/** @throws what is no matter of one file */
function reasonOf(error: unknown): string {
  if (error instanceof Cut || error instanceof APIConnectionTimeoutError) return error.message;
  const isOfServer =
    error instanceof APIConnectionError ||
    error instanceof AuthenticationError ||
    error instanceof PermissionDeniedError;
  if (error instanceof APIError && error.status !== undefined && !isOfServer) return error.message;
  throw error;
}
