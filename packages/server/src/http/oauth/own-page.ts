/** Sends pages, and takes the answers to them: from this server's own pages and no others. */

import { ApiError } from '@partyline/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../../pages/page.ts';

export const sendPage = (reply: FastifyReply, { html, headers }: Page, status = 200): FastifyReply =>
  reply.status(status).headers(headers).type('text/html; charset=utf-8').send(html);

/**
 * A page at another port of this machine is of the same site, and cookies know no ports: only the origin tells it from ours. Browsers send it with
 * every form. @throws ApiError `ORIGIN_NOT_ALLOWED`
 */
export function checkOwnOrigin({ headers, calledAt }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  if (headers.origin === calledAt && (site === undefined || site === 'same-origin')) return;
  throw new ApiError(
    'ORIGIN_NOT_ALLOWED',
    'Only a page of this server itself can do this. Open it anew and try again.',
  );
}
