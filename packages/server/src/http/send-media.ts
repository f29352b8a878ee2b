/**
 * Sends a file: whole, a range of it, or the news that it did not change (RFC 9110, sections 13 and 14). What browsers would run is only ever
 * saved, and nothing is taken for another type than the one found in the content.
 */

import { Readable } from 'node:stream';
import { ApiError } from '@partyline/protocol';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import parseRange from 'range-parser';
import type { OpenedMedia } from '../media/reader.ts';

const chunkBytes = 256 * 1024;
const shownByBrowsers = /^(?:image\/(?!svg)|video\/|audio\/|text\/plain)/;

/** Takes the file over. @returns the status, once the answer is on its way. @throws ApiError `RANGE_NOT_SATISFIABLE` */
export async function sendMedia(request: FastifyRequest, reply: FastifyReply, media: OpenedMedia): Promise<number> {
  const { file, size } = media;
  const validators = { etag: `"${media.id}-${size}"`, 'last-modified': media.createdAt.toUTCString() };
  const unchanged = fresh(request.headers, validators);
  const isHead = request.method === 'HEAD';
  const range = unchanged || isHead ? 'whole' : rangeOf(request, size, validators);
  const hasBytes = !unchanged && !isHead && size > 0 && range !== 'none';
  if (!hasBytes) await file.close();
  if (range === 'none') {
    reply.headers({ 'accept-ranges': 'bytes', 'content-range': `bytes */${size}` });
    throw new ApiError('RANGE_NOT_SATISFIABLE', `The file has ${size} bytes`);
  }
  const status = unchanged ? 304 : range === 'whole' ? 200 : 206;
  reply.status(status).headers({ ...headersOf(media), ...validators });
  if (unchanged) {
    reply.send();
    return status;
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  reply.headers({ 'content-type': media.contentType, 'content-length': end - start + 1 });
  if (status === 206) reply.header('content-range', `bytes ${start}-${end}/${size}`);
  // The stream closes the file, also when the caller goes away. An empty one lets the length stand that HEAD tells.
  reply.send(hasBytes ? file.createReadStream({ start, end, highWaterMark: chunkBytes }) : Readable.from([]));
  return status;
}

function headersOf({ contentType, fileName }: OpenedMedia): Record<string, string> {
  const type = shownByBrowsers.test(contentType) ? 'inline' : 'attachment';
  return {
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': contentDisposition(fileName, { type }),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  };
}

type Range = { readonly start: number; readonly end: number } | 'whole' | 'none';

/** Several ranges in one request are answered with the whole, as any server may. */
function rangeOf({ headers }: FastifyRequest, size: number, validators: Readonly<Record<string, string>>): Range {
  const { range } = headers;
  if (range === undefined || !isCurrent(headers['if-range'], validators)) return 'whole';
  const parsed = parseRange(size, range);
  if (parsed === -1) return 'none';
  if (parsed === -2 || parsed.type !== 'bytes' || parsed.length !== 1) return 'whole';
  return parsed[0] ?? 'whole';
}

/** RFC 9110, section 13.1.5: a date counts only when it is exactly the one that was sent. */
function isCurrent(ifRange: unknown, validators: Readonly<Record<string, string>>): boolean {
  return ifRange === undefined || ifRange === validators['etag'] || ifRange === validators['last-modified'];
}
