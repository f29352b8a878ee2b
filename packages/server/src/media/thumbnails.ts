/** Thumbnails: media of their own, made when first asked for and as easily lost as what is fetched. */

import { stat } from 'node:fs/promises';
import { ApiError, notFound } from '@partyline/protocol';
import { isDrawable, thumbnailType, writeThumbnail } from './images.ts';
import { idOf } from './media-id.ts';
import { type MediaParts, type MediaRow, shared } from './parts.ts';

/** @throws ApiError `NOT_FOUND` when the file is not a picture that can be read */
export type MakeThumbnail = (source: MediaRow) => Promise<MediaRow>;

export const thumbnailID = (sourceID: string): string => idOf('thumbnail', sourceID);

/** @param stored called when the cache has grown */
export function thumbnailMaker({ store, folder }: MediaParts, stored: () => void): MakeThumbnail {
  const once = shared<MediaRow>();
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: a picture that is decoded takes memory. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  return (source) =>
    once(source.id, async () => {
      if (source.content_type === null || !isDrawable(source.content_type)) throw notFound('A thumbnail of this file');
      const file = folder.newFile();
      try {
        await inTurn(() => writeThumbnail(folder.pathOf(source.id), file.path)).catch((error: unknown) => {
          const failure = new ApiError('NOT_FOUND', 'A thumbnail was not found: the picture cannot be read');
          failure.cause = error;
          throw failure;
        });
        const { size } = await stat(file.path);
        const id = thumbnailID(source.id);
        await folder.place(file, id);
        const row = rowOf(id, source, size);
        await store.write((tx) =>
          tx
            .insertInto('media')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doUpdateSet({ stored_size: size, used_at: row.used_at }))
            .execute(),
        );
        stored();
        return row;
      } finally {
        await file.discard();
      }
    });
}

function rowOf(id: string, source: MediaRow, size: number): MediaRow {
  const now = Date.now();
  return {
    id,
    owner_id: source.owner_id,
    kind: 'thumbnail',
    account_id: null,
    remote_ref: null,
    source_id: source.id,
    file_name: 'thumbnail.webp',
    mime_type: null,
    content_type: thumbnailType,
    stored_size: size,
    width: null,
    height: null,
    duration: null,
    kept: 0,
    link_token: null,
    token_id: null,
    created_at: now,
    used_at: now,
  };
}
