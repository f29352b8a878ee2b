/** Links to uploads for people on networks without media. Whoever has the link has the file; it cannot be guessed. */

import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { linkFileName } from './file-name.ts';
import { newID } from './media-id.ts';
import type { MediaRow } from './parts.ts';
import { uploadNotFound } from './uploads.ts';

export interface PublicLinks {
  /** The same link for the same upload; undefined when the server has no public address. The upload stays. */
  linkTo(tx: Transaction, owner: string, uploadID: string): Promise<string | undefined>;
  /** What a link leads to. */
  row(token: string): Promise<MediaRow | undefined>;
}

export function createPublicLinks(store: Store, publicURL: string | undefined): PublicLinks {
  return {
    async linkTo(tx, owner, uploadID) {
      if (publicURL === undefined) return undefined;
      const row = await tx
        .selectFrom('media')
        .select(['link_token', 'file_name'])
        .where('id', '=', uploadID)
        .where('owner_id', '=', owner)
        .where('kind', '=', 'upload')
        .executeTakeFirst();
      if (row === undefined) throw uploadNotFound();
      const token = row.link_token ?? newID();
      await tx.updateTable('media').set({ link_token: token, kept: 1 }).where('id', '=', uploadID).execute();
      return `${publicURL}/m/${token}/${linkFileName(row.file_name ?? '')}`;
    },
    async row(token) {
      if (publicURL === undefined) return undefined;
      return store.read.selectFrom('media').selectAll().where('link_token', '=', token).executeTakeFirst();
    },
  };
}
