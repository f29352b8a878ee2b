/** Files of imported messages: uploads that belong to the account from then on, and go with it. */

import type { Transaction } from '../store/writer.ts';
import { isDrawable } from './images.ts';
import { thumbnailURL, uploadURL } from './media-url.ts';
import { type RemoteAttachment, type RemoteMedia, rememberAttachment } from './remote-attachments.ts';
import { uploadNotFound } from './uploads.ts';

const prefix = 'upload:';

/** What stands as `ref` of an attachment whose file was uploaded. */
export const refOfUpload = (uploadID: string): string => `${prefix}${uploadID}`;

/**
 * As {@link rememberAttachment}, for attachments of imported messages. An upload that something else uses already is not taken: it would go with the
 * archive.
 *
 * @throws ApiError `NOT_FOUND`
 */
export async function rememberImported(tx: Transaction, owner: string, from: RemoteAttachment): Promise<RemoteMedia> {
  const { accountID, attachment } = from;
  if (!attachment.ref.startsWith(prefix)) return rememberAttachment(tx, owner, from);
  const row = await tx
    .updateTable('media')
    .set({ kept: 1, account_id: accountID, used_at: Date.now() })
    .where('id', '=', attachment.ref.slice(prefix.length))
    .where('owner_id', '=', owner)
    .where('kind', '=', 'upload')
    .where((row) => row.or([row('kept', '=', 0), row('account_id', '=', accountID)]))
    .returning(['id', 'content_type'])
    .executeTakeFirst();
  if (row === undefined) throw uploadNotFound();
  const url = uploadURL(row.id);
  return {
    id: row.id,
    url,
    ...(row.content_type !== null && isDrawable(row.content_type) && { posterURL: thumbnailURL(url) }),
  };
}
