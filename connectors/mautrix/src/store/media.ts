/** Files of the bridge and for the bridge. A bridge may name a file in a message before it has uploaded it (MSC2246). */

import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from '@partyline/matrix-content';
import { DOMAIN } from '../identities.ts';
import type { Database } from './store.ts';

export interface StoredFile {
  readonly path: string;
  readonly mimeType: string;
  readonly fileName: string | undefined;
  /** Bytes. */
  readonly size: number;
}

export interface Media {
  /** @returns the ID of a file that is yet to come */
  announce(): string;
  /** Takes the bytes; the ID is known then, whether it was announced or not. @throws Error when they do not arrive whole */
  receive(
    id: string,
    bytes: Readable,
    about: { readonly mimeType?: string; readonly fileName?: string },
  ): Promise<void>;
  /** It is there no more, whether it had been received or not. */
  remove(id: string): void;
  /** Offers a file of this machine to the bridge until it is withdrawn. */
  offer(file: StoredFile): { readonly address: string; withdraw(): void };
  /** Waits for a file that was announced. @returns undefined when there is none, `late` when its time is over */
  find(id: string, limitMs: number): Promise<StoredFile | 'late' | undefined>;
}

export const addressOf = (id: string) => `mxc://${DOMAIN}/${id}`;

/** The ID within an address of ours; undefined for files on other servers. */
export function ownMediaID(address: string): string | undefined {
  const prefix = addressOf('');
  return address.startsWith(prefix) ? address.slice(prefix.length) : undefined;
}

export function openMedia(db: Database, folder: string): Media {
  const files = join(folder, 'media');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  const offered = new Map<string, StoredFile>();
  const waiting = new Map<string, (() => void)[]>();

  const stored = (id: string): StoredFile | 'announced' | undefined => {
    const row = db.get('SELECT * FROM media WHERE id = ?', id);
    if (row === undefined) return offered.get(id);
    if (row['size'] === null) return 'announced';
    return {
      path: join(files, id),
      mimeType: text(row['mime_type']) ?? 'application/octet-stream',
      fileName: text(row['file_name']),
      size: Number(row['size']),
    };
  };

  const arrival = (id: string, limitMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      const arrived = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.set(id, [...(waiting.get(id) ?? []), arrived]);
    });

  return {
    announce() {
      const id = randomUUID();
      db.run('INSERT INTO media (id, created_at) VALUES (?, ?)', id, Date.now());
      return id;
    },
    async receive(id, bytes, { mimeType, fileName }) {
      // It becomes the file in one step, so that half a file is never read.
      const partial = join(files, `${id}.${randomUUID()}.part`);
      try {
        await pipeline(bytes, createWriteStream(partial, { mode: 0o600, flush: true }));
        const { size } = statSync(partial);
        renameSync(partial, join(files, id));
        const sql = 'INSERT OR REPLACE INTO media (id, mime_type, file_name, size, created_at) VALUES (?, ?, ?, ?, ?)';
        db.run(sql, id, mimeType ?? null, fileName ?? null, size, Date.now());
      } catch (error) {
        rmSync(partial, { force: true });
        throw error;
      }
      for (const arrived of waiting.get(id) ?? []) arrived();
      waiting.delete(id);
    },
    remove(id) {
      db.run('DELETE FROM media WHERE id = ?', id);
      rmSync(join(files, id), { force: true });
    },
    offer(file) {
      const id = randomUUID();
      offered.set(id, file);
      return { address: addressOf(id), withdraw: () => void offered.delete(id) };
    },
    async find(id, limitMs) {
      if (stored(id) === 'announced') await arrival(id, limitMs);
      const found = stored(id);
      return found === 'announced' ? 'late' : found;
    },
  };
}
