/** What keeps the folder small: uploads nobody used, files beyond the cache's size, and what no row knows of any more. */

import type { Store } from '../store/store.ts';
import type { MediaFolder, StoredFile } from './media-folder.ts';

const hourMs = 3_600_000;
/** How long an upload waits for a message or a draft. */
const unusedUploadMs = 24 * hourMs;
/** A file gets its place before its row: one that young may still get it. */
const youngMs = hourMs;
const unfinishedMs = 24 * hourMs;
const filesPerQuery = 500;

export interface Sweeper {
  /** Removes what was fetched or made and used longest ago, until the rest fits. */
  evict(): Promise<void>;
  /** Everything that is due, by that clock. */
  sweep(now: number): Promise<void>;
}

export function createSweeper(store: Store, folder: MediaFolder, maxCacheBytes: number): Sweeper {
  const remove = async (ids: readonly string[]) => {
    for (const id of ids) await folder.remove(id);
  };

  const expireUploads = async (now: number) => {
    const gone = await store.write((tx) =>
      tx
        .deleteFrom('media')
        .where('kind', '=', 'upload')
        .where('kept', '=', 0)
        .where('created_at', '<', now - unusedUploadMs)
        .returning('id')
        .execute(),
    );
    await remove(gone.map(({ id }) => id));
  };

  const cached = () =>
    store.read.selectFrom('media').where('kind', 'in', ['remote', 'thumbnail']).where('stored_size', 'is not', null);

  const evict = async () => {
    const { size } = await cached()
      .select(({ fn }) => fn.sum<number | null>('stored_size').as('size'))
      .executeTakeFirstOrThrow();
    let excess = Number(size ?? 0) - maxCacheBytes;
    while (excess > 0) {
      const oldest = await cached()
        .select(['id', 'stored_size'])
        .orderBy('used_at')
        .orderBy('id')
        .limit(filesPerQuery)
        .execute();
      if (oldest.length === 0) return;
      const ids: string[] = [];
      for (const { id, stored_size } of oldest) {
        if (excess <= 0) break;
        ids.push(id);
        excess -= stored_size ?? 0;
      }
      await store.write(async (tx) => {
        await tx.deleteFrom('media').where('id', 'in', ids).where('kind', '=', 'thumbnail').execute();
        await tx.updateTable('media').set({ stored_size: null }).where('id', 'in', ids).execute();
      });
      await remove(ids);
    }
  };

  /** Of a removed account, of a thumbnail whose picture went, or of a server that was ended at the wrong moment. */
  const removeUnknown = async (files: readonly StoredFile[]) => {
    const rows = await store.read
      .selectFrom('media')
      .select('id')
      .where(
        'id',
        'in',
        files.map(({ id }) => id),
      )
      .execute();
    const known = new Set(rows.map(({ id }) => id));
    await remove(files.map(({ id }) => id).filter((id) => !known.has(id)));
  };

  const removeOrphans = async (now: number) => {
    let some: StoredFile[] = [];
    for await (const file of folder.files()) {
      if (file.placedAt > now - youngMs) continue;
      some.push(file);
      if (some.length < filesPerQuery) continue;
      await removeUnknown(some);
      some = [];
    }
    if (some.length > 0) await removeUnknown(some);
  };

  return {
    evict,
    async sweep(now) {
      await folder.clearIncoming(unfinishedMs);
      await expireUploads(now);
      await evict();
      await removeOrphans(now);
    },
  };
}
