/** Reads request bodies: JSON, or nothing (client-expectations.md, 1). */

import { ApiError } from '@partyline/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { malformed } from './upload-body.ts';

export function readBodies(app: FastifyInstance): void {
  // Refuses keys that would reach an object's prototype.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(?:.+\+)?json(?:;|$)/, { parseAs: 'string' }, (request, body, done) => {
    // Some clients announce JSON and send nothing.
    if (body.length === 0) return done(null, undefined);
    parse(request, body.toString(), (error, value) => (error ? done(unreadable(error), undefined) : done(null, value)));
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new ApiError('UNSUPPORTED_MEDIA_TYPE'), undefined);
  });
}

/** Bodies that bring a file are left to who reads them (http/uploads.ts). */
export function leaveBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
}

/** For JSON that is read elsewhere, with the same refusals. */
export function jsonParser(app: FastifyInstance): (request: FastifyRequest, text: string) => Promise<unknown> {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request, text) =>
    new Promise((resolve, reject) => {
      parse(request, text, (error, value) => (error ? reject(unreadable(error)) : resolve(value)));
    });
}

function unreadable(error: Error): ApiError {
  return malformed(
    /forbidden prototype/.test(error.message)
      ? 'The body has a key that is not allowed, such as __proto__'
      : 'The body is not valid JSON',
  );
}
