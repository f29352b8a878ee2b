/**
 * The files: `<data>/media/<first two characters of the ID>/<ID>`, and `incoming/` for what is not whole yet. Everything is private to the server's
 * user; a file gets its place by a rename once all of it is on the disk.
 */

import { randomBytes } from 'node:crypto';
import { constants, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { chmod, type FileHandle, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '@partyline/protocol';

/** A file that has no place yet. Whoever got it discards it in the end; that does nothing once it was placed. */
export interface IncomingFile {
  readonly path: string;
  discard(): Promise<void>;
}

export interface StoredFile {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly placedAt: number;
}

export interface MediaFolder {
  readonly path: string;
  pathOf(id: string): string;
  /** A name in `incoming/` under which nothing is yet. */
  newFile(): IncomingFile;
  /** Writes all that comes, durably. @throws ApiError `PAYLOAD_TOO_LARGE` or `UNAVAILABLE`, or what the source throws; nothing is left then */
  receive(source: Readable, maxBytes: number): Promise<IncomingFile>;
  /** Durable when it resolves. What had the place is replaced. */
  place(file: IncomingFile, id: string): Promise<void>;
  /** For reading. Follows no link; undefined when there is no such file. */
  open(id: string): Promise<FileHandle | undefined>;
  remove(id: string): Promise<void>;
  files(): AsyncGenerator<StoredFile>;
  /** Removes what stayed unfinished for so long. */
  clearIncoming(olderThanMs: number): Promise<void>;
}

const privateFolder = 0o700;
const privateFile = 0o600;
const idPattern = /^[\w-]{22}$/;

/** Makes the folder and removes what an earlier server left unfinished. */
export function openMediaFolder(path: string): MediaFolder {
  const incoming = join(path, 'incoming');
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: privateFolder });
  const shardOf = (id: string) => join(path, id.slice(0, 2));
  const pathOf = (id: string) => join(shardOf(id), id);
  const newFile = (): IncomingFile => {
    const file = join(incoming, randomBytes(16).toString('base64url'));
    return { path: file, discard: () => rm(file, { force: true }) };
  };

  return {
    path,
    pathOf,
    newFile,
    async receive(source, maxBytes) {
      const file = newFile();
      try {
        const target = createWriteStream(file.path, { flags: 'wx', mode: privateFile, flush: true });
        await pipeline(source, limited(maxBytes), target);
        return file;
      } catch (error) {
        await file.discard();
        throw isFull(error)
          ? new ApiError('UNAVAILABLE', 'The file could not be stored: the disk is full. Nothing was changed.')
          : error;
      }
    },
    async place(file, id) {
      await chmod(file.path, privateFile);
      await mkdir(shardOf(id), { recursive: true, mode: privateFolder });
      await rename(file.path, pathOf(id));
      for (const folder of [shardOf(id), path]) await sync(folder);
    },
    async open(id) {
      try {
        if (!idPattern.test(id) || !(await lstat(shardOf(id))).isDirectory()) return undefined;
        return await open(pathOf(id), constants.O_RDONLY | constants.O_NOFOLLOW);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'ENOENT' || code === 'ELOOP') return undefined;
        throw error;
      }
    },
    remove: (id) => rm(pathOf(id), { force: true }),
    async *files() {
      for (const shard of await readdir(path, { withFileTypes: true })) {
        if (shard.name === 'incoming' || !shard.isDirectory()) continue;
        for (const id of await readdir(join(path, shard.name))) {
          const found = await stat(join(path, shard.name, id)).catch(() => undefined);
          if (idPattern.test(id) && found !== undefined) yield { id, placedAt: found.ctimeMs };
        }
      }
    },
    async clearIncoming(olderThanMs) {
      for (const name of await readdir(incoming)) {
        const file = join(incoming, name);
        const found = await stat(file).catch(() => undefined);
        if (found !== undefined && found.ctimeMs < Date.now() - olderThanMs) await rm(file, { force: true });
      }
    },
  };
}

function limited(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) done(new ApiError('PAYLOAD_TOO_LARGE', `A file may have at most ${inMB(maxBytes)} MB`));
      else done(null, chunk);
    },
  });
}

const inMB = (bytes: number) => Math.floor(bytes / (1024 * 1024));

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
