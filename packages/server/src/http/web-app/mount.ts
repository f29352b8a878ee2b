/** Serves the web app: its page at each of its own paths, and its files. Everything else of the server stays what it is. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import type { Address } from '../addresses.ts';
import type { WebAppFile, WebAppFiles } from './files.ts';

export function webAppAddresses(app: WebAppFiles | undefined): Address[] {
  if (app === undefined) return [];
  const views = app.paths.map((path) => path.replace(/:(\w+)/g, '{$1}'));
  return [...views, ...app.files.keys()].map((path) => ({ path, method: 'GET' }));
}

export function mountWebApp(app: FastifyInstance, { page, paths, files }: WebAppFiles): void {
  for (const path of paths)
    app.get(path, (request, reply) => sendFile(request, reply.headers(pageHeaders(request)), page));
  for (const [path, file] of files) app.get(path, (request, reply) => sendFile(request, reply, file));
}

function sendFile({ headers }: FastifyRequest, reply: FastifyReply, file: WebAppFile): FastifyReply {
  const { etag, contentType, isImmutable } = file;
  reply.headers({
    etag,
    vary: 'accept-encoding',
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  if (fresh(headers, { etag })) return reply.status(304).send();
  const { encoding, body } = encoded(headers['accept-encoding'], file);
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return reply.type(contentType).send(body);
}

function encoded(accepted: unknown, { plain, br, gzip }: WebAppFile): { encoding?: string; body: Buffer } {
  const codings = typeof accepted === 'string' ? accepted.split(',').map((coding) => coding.trim().toLowerCase()) : [];
  if (br !== undefined && codings.includes('br')) return { encoding: 'br', body: br };
  if (gzip !== undefined && codings.includes('gzip')) return { encoding: 'gzip', body: gzip };
  return { body: plain };
}

/** Older browsers do not count a WebSocket of the same origin as `'self'`. */
function pageHeaders({ calledAt }: FastifyRequest): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "manifest-src 'self'",
      `connect-src 'self' ${calledAt.replace(/^http/, 'ws')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types dompurify',
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
}
