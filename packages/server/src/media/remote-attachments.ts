/** What networks told of attachments: each gets an ID, long before anybody wants the file. */

import type { IncomingAttachment } from '@partyline/connector';
import type { Transaction } from '../store/writer.ts';
import { cleanFileName } from './file-name.ts';
import { isDrawable } from './images.ts';
import { idOf } from './media-id.ts';
import { remoteURL, thumbnailURL } from './media-url.ts';

export interface RemoteAttachment {
  readonly accountID: string;
  readonly attachment: IncomingAttachment;
}

export interface RemoteMedia {
  readonly id: string;
  /** `mxc://`, the attachment's ID and source on the wire. */
  readonly url: string;
  /** Of a small picture of it, where the network says that it is a picture. */
  readonly posterURL?: string;
}

/** The URL of what a network holds; nothing is there before it is remembered. */
export const urlOfRemote = (owner: string, accountID: string, ref: string): string =>
  remoteURL(remoteID(owner, accountID, ref));

const remoteID = (owner: string, accountID: string, ref: string): string => idOf('remote', owner, accountID, ref);

export async function rememberAttachment(
  tx: Transaction,
  owner: string,
  { accountID, attachment }: RemoteAttachment,
): Promise<RemoteMedia> {
  const id = remoteID(owner, accountID, attachment.ref);
  const now = Date.now();
  await tx
    .insertInto('media')
    .values({
      id,
      owner_id: owner,
      kind: 'remote',
      account_id: accountID,
      remote_ref: attachment.ref,
      file_name: cleanFileName(attachment.fileName) ?? null,
      mime_type: attachment.mimeType ?? null,
      width: attachment.size?.width ?? null,
      height: attachment.size?.height ?? null,
      duration: attachment.duration ?? null,
      created_at: now,
      used_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const url = remoteURL(id);
  const { kind, mimeType = 'image/png' } = attachment;
  return { id, url, ...(kind === 'img' && isDrawable(mimeType) && { posterURL: thumbnailURL(url) }) };
}
