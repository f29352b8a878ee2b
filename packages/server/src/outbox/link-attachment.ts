/** Where a network takes no files, a file is sent as a link to this server. */

import { ApiError } from '@partyline/protocol';
import { plainToHTML } from '@partyline/rich-text';
import type { Media } from '../media/media.ts';
import type { Transaction } from '../store/writer.ts';
import type { DeliveryRequest } from './delivery-rows.ts';

/** @returns the same message with the link under its text; what the person sees here keeps the file */
export async function linkAttachment(
  tx: Transaction,
  media: Media,
  owner: string,
  { attachment, ...request }: DeliveryRequest,
): Promise<DeliveryRequest> {
  if (attachment === undefined) return request;
  const link = await media.publicLink(tx, owner, attachment.uploadID);
  if (link === undefined) throw new ApiError('NOT_SUPPORTED', 'This server has no public address. Nothing was sent.');
  const text = request.text === '' ? link : `${request.text}\n${link}`;
  const html = request.html === '' ? plainToHTML(link) : `${request.html}<br>${plainToHTML(link)}`;
  return { ...request, text, html };
}
