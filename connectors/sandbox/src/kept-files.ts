/** The files that were sent to contacts, for as long as the process lives, so that they can be fetched again. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { OutgoingAttachment } from '@partyline/connector';
import type { KeptFile } from './receipts.ts';
import { refused } from './refusals.ts';

/** Bytes. A larger file is read to its end, and only its sum is kept. */
const LARGEST_KEPT = 16 * 1024 * 1024;
/** Bytes, of all files together; beyond it the oldest are forgotten. */
const ROOM = 64 * 1024 * 1024;

export class KeptFiles {
  readonly #files = new Map<string, Buffer>();
  #size = 0;

  /** Reads a file to its end. Throws `SendError` when it cannot be read. */
  async take({ path, kind, fileName, mimeType, duration, size }: OutgoingAttachment): Promise<KeptFile> {
    const sum = createHash('sha256');
    const parts: Buffer[] = [];
    let fileSize = 0;
    try {
      for await (const part of createReadStream(path)) {
        sum.update(part);
        fileSize += part.length;
        if (fileSize <= LARGEST_KEPT) parts.push(part);
      }
    } catch (error) {
      throw refused('unreadable_file', `The sandbox could not read the file (${String(error)}). Nothing was sent.`);
    }
    const sha256 = sum.digest('hex');
    if (fileSize <= LARGEST_KEPT) this.#keep(sha256, Buffer.concat(parts));
    return {
      kind,
      fileName,
      mimeType,
      fileSize,
      sha256,
      ...(duration === undefined ? {} : { duration }),
      ...(size === undefined ? {} : { size }),
    };
  }

  get(sha256: string): Buffer | undefined {
    return this.#files.get(sha256);
  }

  #keep(sha256: string, bytes: Buffer): void {
    if (this.#files.has(sha256)) return;
    this.#files.set(sha256, bytes);
    this.#size += bytes.length;
    for (const [oldest, { length }] of this.#files) {
      if (this.#size <= ROOM) break;
      this.#files.delete(oldest);
      this.#size -= length;
    }
  }
}
