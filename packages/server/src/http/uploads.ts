/** Mounts the operations whose body brings a file. Their bodies are not read by fastify but go to the disk as they come. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tokens } from '../auth/tokens.ts';
import { checkScope, invoker } from '../operations/invoke.ts';
import type { Operation, Services } from '../operations/operation.ts';
import { readBase64 } from './base64-body.ts';
import { findCaller } from './bearer.ts';
import { jsonParser, leaveBodies } from './bodies.ts';
import type { Monitor } from './monitor.ts';
import { readForm } from './multipart-body.ts';
import type { ReceivedBody } from './upload-body.ts';
import type { AppDoors } from './web-app/doors.ts';

type ReadUpload = (request: FastifyRequest) => Promise<ReceivedBody>;

export function mountUploads(
  app: FastifyInstance,
  operations: readonly Operation[],
  services: Services,
  tokens: Tokens,
  doors: AppDoors,
  monitor: Monitor,
): void {
  // An instance of its own: who reads bodies is decided by the instance.
  app.register((uploads, _options, done) => {
    leaveBodies(uploads);
    for (const operation of operations) mountUpload(uploads, operation, services, tokens, doors, monitor);
    done();
  });
}

function mountUpload(
  app: FastifyInstance,
  operation: Operation,
  services: Services,
  tokens: Tokens,
  doors: AppDoors,
  monitor: Monitor,
): void {
  const invoke = invoker(operation, services);
  const read = readerOf(app, operation, services);
  const { method, path, scope } = operation;
  const countAnswer = monitor.answers(method, path, 200);
  app.route({
    method,
    url: path,
    config: { scope },
    onRequest: findCaller(tokens, doors.fetched),
    async handler(request, reply) {
      checkScope(operation, request.caller);
      const { body, file } = hasBody(request) ? await read(request) : { body: undefined, file: undefined };
      try {
        const answer = await invoke(request.caller, { params: request.params, query: request.query, body, file });
        countAnswer();
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
      } finally {
        await file?.discard();
      }
    },
  });
}

function readerOf(app: FastifyInstance, { id, upload }: Operation, { media }: Services): ReadUpload {
  if (upload === undefined) throw new Error(`${id} takes no file`);
  if (upload.as === 'form') return (request) => readForm(request.raw, upload.field, media.receive);
  const parse = jsonParser(app);
  return (request) => readBase64(request.raw, upload.field, media.receive, (text) => parse(request, text));
}

/** RFC 9112, section 6.3. */
function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
