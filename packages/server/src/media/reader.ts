/** Opens media for reading, and fetches or makes first what is not here. */

import type { FileHandle } from 'node:fs/promises';
import { ApiError, notFound } from '@partyline/protocol';
import { readMediaURL } from './media-url.ts';
import type { MediaParts, MediaRow } from './parts.ts';
import { remoteFiles } from './remote-files.ts';
import { thumbnailID, thumbnailMaker } from './thumbnails.ts';

/** A file ready to be read; whoever gets it closes it. */
export interface OpenedMedia {
  readonly id: string;
  readonly file: FileHandle;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** By content. */
  readonly contentType: string;
  readonly fileName: string;
  readonly createdAt: Date;
}

export interface Reader {
  open(owner: string, url: string): Promise<OpenedMedia>;
  openRow(row: MediaRow): Promise<OpenedMedia>;
  /** Stores when files were used last: reading itself does not write. */
  noteUses(): Promise<void>;
}

/** @param grown called when there are more files than before */
export function createReader(parts: MediaParts, grown: () => void): Reader {
  const { store, folder } = parts;
  const fetchFile = remoteFiles(parts, grown);
  const makeThumbnail = thumbnailMaker(parts, grown);
  const uses = new Map<string, number>();

  const rowOf = (owner: string, id: string) =>
    store.read.selectFrom('media').selectAll().where('id', '=', id).where('owner_id', '=', owner).executeTakeFirst();

  const openRow = async (row: MediaRow): Promise<OpenedMedia> => {
    let known = row;
    let file = row.content_type === null ? undefined : await folder.open(row.id);
    if (file === undefined && row.kind === 'remote') {
      known = await fetchFile(row);
      file = await folder.open(row.id);
    }
    if (file === undefined) throw notFound('Asset');
    uses.set(row.id, Date.now());
    try {
      const { size } = await file.stat();
      return {
        id: row.id,
        file,
        path: folder.pathOf(row.id),
        size,
        contentType: known.content_type ?? 'application/octet-stream',
        fileName: known.file_name ?? 'file',
        createdAt: new Date(row.created_at),
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  };

  const openThumbnail = async (owner: string, source: MediaRow): Promise<OpenedMedia> => {
    const made = await rowOf(owner, thumbnailID(source.id));
    const opened = made && (await openRow(made).catch(ignoreNotFound));
    if (opened !== undefined) return opened;
    // It is made from the file itself, which must be here first.
    const whole = await openRow(source);
    await whole.file.close();
    return openRow(await makeThumbnail({ ...source, content_type: whole.contentType }));
  };

  return {
    async open(owner, url) {
      const name = readMediaURL(url, folder);
      const row = name && (await rowOf(owner, name.id));
      if (name === undefined || row === undefined) throw notFound('Asset');
      return name.thumbnail ? openThumbnail(owner, row) : openRow(row);
    },
    openRow,
    async noteUses() {
      const noted = [...uses];
      uses.clear();
      if (noted.length === 0) return;
      await store.write(async (tx) => {
        for (const [id, used_at] of noted)
          await tx.updateTable('media').set({ used_at }).where('id', '=', id).execute();
      });
    },
  };
}

function ignoreNotFound(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}
