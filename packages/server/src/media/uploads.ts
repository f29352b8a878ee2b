/** Files that the person brought: they stay while a message or a draft uses them. */

import { stat } from 'node:fs/promises';
import { ApiError, type UploadResult } from '@partyline/protocol';
import type { Transaction } from '../store/writer.ts';
import { contentTypeOf } from './content-type.ts';
import { cleanFileName } from './file-name.ts';
import { isDrawable, pictureSize } from './images.ts';
import type { IncomingFile } from './media-folder.ts';
import { newID } from './media-id.ts';
import { fileURL, thumbnailURL, uploadURL } from './media-url.ts';
import type { MediaParts, MediaRow } from './parts.ts';

export interface UploadNames {
  readonly fileName?: string | undefined;
  readonly mimeType?: string | undefined;
  /** Of a token that sees only its own uploads. */
  readonly program?: string | undefined;
}

/** An upload as messages and drafts need it. */
export interface Upload {
  readonly uploadID: string;
  /** `localmxc://`, the attachment's ID and source on the wire. */
  readonly url: string;
  /** Of a small picture of it, where it is a picture. */
  readonly posterURL?: string;
  readonly fileName: string;
  /** What the uploader said, else what the content is. */
  readonly mimeType: string;
  /** Bytes. */
  readonly fileSize: number;
  readonly size?: { readonly width: number; readonly height: number };
  /** Seconds, where known. */
  readonly duration?: number;
}

export interface Uploads {
  /** Takes the file over; the answer is given once all is durable. */
  add(owner: string, file: IncomingFile, names: UploadNames): Promise<UploadResult>;
  describe(owner: string, uploadID: string): Promise<Upload | undefined>;
  keep(tx: Transaction, owner: string, uploadID: string): Promise<void>;
}

export function createUploads({ store, folder }: MediaParts): Uploads {
  return {
    async add(owner, file, names) {
      const { size } = await stat(file.path);
      const { contentType, extension } = await contentTypeOf(file.path);
      const picture = await pictureSize(file.path, contentType);
      const id = newID();
      const now = Date.now();
      const row = {
        id,
        owner_id: owner,
        kind: 'upload' as const,
        file_name: cleanFileName(names.fileName) ?? `file.${extension}`,
        mime_type: names.mimeType || null,
        content_type: contentType,
        stored_size: size,
        width: picture?.width ?? null,
        height: picture?.height ?? null,
        token_id: names.program ?? null,
        created_at: now,
        used_at: now,
      };
      await folder.place(file, id);
      try {
        await store.write((tx) => tx.insertInto('media').values(row).execute());
      } catch (error) {
        await folder.remove(id);
        throw error;
      }
      return {
        uploadID: id,
        srcURL: fileURL(folder.pathOf(id)),
        fileName: row.file_name,
        mimeType: mimeTypeOf(row),
        fileSize: size,
        ...picture,
      };
    },
    async describe(owner, uploadID) {
      const row = await store.read
        .selectFrom('media')
        .selectAll()
        .where('id', '=', uploadID)
        .where('owner_id', '=', owner)
        .where('kind', '=', 'upload')
        .executeTakeFirst();
      return row && uploadOf(row);
    },
    async keep(tx, owner, uploadID) {
      const { numUpdatedRows } = await tx
        .updateTable('media')
        .set({ kept: 1, used_at: Date.now() })
        .where('id', '=', uploadID)
        .where('owner_id', '=', owner)
        .where('kind', '=', 'upload')
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw uploadNotFound();
    },
  };
}

export const uploadNotFound = (): ApiError =>
  new ApiError(
    'NOT_FOUND',
    'Upload not found. One that nothing uses is removed after 24 hours: upload the file again.',
  );

function uploadOf(row: MediaRow): Upload {
  const url = uploadURL(row.id);
  return {
    uploadID: row.id,
    url,
    ...(row.content_type !== null && isDrawable(row.content_type) && { posterURL: thumbnailURL(url) }),
    fileName: row.file_name ?? 'file',
    mimeType: mimeTypeOf(row),
    fileSize: row.stored_size ?? 0,
    ...(row.width !== null && row.height !== null && { size: { width: row.width, height: row.height } }),
    ...(row.duration !== null && { duration: row.duration }),
  };
}

/** A charset says how our own answer is read, not what the file is. */
function mimeTypeOf(row: Pick<MediaRow, 'mime_type' | 'content_type'>): string {
  return row.mime_type ?? row.content_type?.split(';', 1)[0] ?? 'application/octet-stream';
}
