/** Reads request bodies: JSON, or nothing (client-expectations.md, 1). */

import { ApiError } from '@partyline/protocol';
import type { FastifyInstance } from 'fastify';

export function readBodies(app: FastifyInstance): void {
  // Refuses keys that would reach an object's prototype.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(?:.+\+)?json(?:;|$)/, { parseAs: 'string' }, (request, body, done) => {
    // Some clients announce JSON and send nothing.
    if (body.length === 0) return done(null, undefined);
    parse(request, body.toString(), (error, value) => (error ? done(malformed(error), undefined) : done(null, value)));
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(new ApiError('UNSUPPORTED_MEDIA_TYPE'), undefined);
  });
}

/** Told like any other validation problem but as 400: the body could not even be read. */
function malformed(error: Error): ApiError {
  const message = /forbidden prototype/.test(error.message)
    ? 'The body has a key that is not allowed, such as __proto__'
    : 'The body is not valid JSON';
  return new ApiError('MALFORMED_REQUEST', message, {
    details: { issues: [{ code: 'malformed', message, path: ['body'] }] },
  });
}
