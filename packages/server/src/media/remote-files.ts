/** Files that networks hold: fetched when first asked for. */

import { stat } from 'node:fs/promises';
import { ApiError, notFound } from '@partyline/protocol';
import { withTimeLimit } from '../runtime/time-limit.ts';
import { contentTypeOf } from './content-type.ts';
import { pictureSize } from './images.ts';
import type { IncomingFile } from './media-folder.ts';
import { type MediaParts, type MediaRow, shared } from './parts.ts';

/** Fetches the file into its place. @throws ApiError `UPSTREAM_ERROR` in words */
export type FetchFile = (row: MediaRow) => Promise<MediaRow>;

/** @param stored called when the cache has grown */
export function remoteFiles({ store, folder, ...parts }: MediaParts, stored: () => void): FetchFile {
  const once = shared<MediaRow>();

  const fetchInto = async (file: IncomingFile, row: MediaRow): Promise<number> => {
    if (row.account_id === null || row.remote_ref === null) throw notFound('Asset');
    const fetch = { ref: row.remote_ref, path: file.path, maxBytes: parts.maxFileBytes };
    try {
      await withTimeLimit(parts.fetchLimitMs, parts.fetchRemote(row.owner_id, row.account_id, fetch));
      const { size } = await stat(file.path);
      if (size > parts.maxFileBytes) throw new Error('it is too large');
      return size;
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const failure = new ApiError('UPSTREAM_ERROR', `The network did not give the file: ${reason}`);
      failure.cause = error;
      throw failure;
    }
  };

  return (row) =>
    once(row.id, async () => {
      const file = folder.newFile();
      try {
        const size = await fetchInto(file, row);
        const { contentType, extension } = await contentTypeOf(file.path);
        const picture = await pictureSize(file.path, contentType);
        await folder.place(file, row.id);
        const known = {
          file_name: row.file_name ?? `file.${extension}`,
          content_type: contentType,
          stored_size: size,
          width: picture?.width ?? row.width,
          height: picture?.height ?? row.height,
          used_at: Date.now(),
        };
        await store.write((tx) => tx.updateTable('media').set(known).where('id', '=', row.id).execute());
        stored();
        return { ...row, ...known };
      } finally {
        await file.discard();
      }
    });
}
