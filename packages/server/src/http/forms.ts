/** Forms and queries of which each field may be given once; empty fields are as good as none (RFC 6749, sections 3.1 and 3.2). */

import type { FastifyInstance } from 'fastify';
import type { Parameters } from '../auth/oauth/authorization-request.ts';
import { OAuthError } from '../auth/oauth/oauth-error.ts';

export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, fieldsOf(body.toString()));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), undefined);
    }
  });
}

/** @param text as it stands in a body or behind the `?` @throws OAuthError `invalid_request` */
function fieldsOf(text: string): Parameters {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) throw new OAuthError('invalid_request', `${name.slice(0, 50)} can be given once.`);
    fields.set(name, value);
  }
  return Object.fromEntries([...fields].filter(([, value]) => value !== ''));
}

/** Of a body that was a form, or JSON with texts. @throws OAuthError `invalid_request` */
export function fieldsOfBody(body: unknown): Parameters {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new OAuthError('invalid_request', 'Send a form.');
  const fields = Object.entries(body).filter(([, value]) => value !== null && value !== '');
  for (const [name, value] of fields)
    if (typeof value !== 'string') throw new OAuthError('invalid_request', `${name.slice(0, 50)} must be a text.`);
  return Object.fromEntries(fields);
}

export const queryOf = (url: string): Parameters => fieldsOf(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
