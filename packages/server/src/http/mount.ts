/** Mounts the operations of the catalogue as routes. */

import { Readable } from 'node:stream';
import { defaultBodyLimit, type Scope } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, Tokens } from '../auth/tokens.ts';
import { invoker } from '../operations/invoke.ts';
import { FileAnswer, JsonText, type Operation, type Services } from '../operations/operation.ts';
import { findCaller, findCallerIfAny } from './bearer.ts';
import { orEventStream, sendEventStream } from './event-stream.ts';
import type { Monitor } from './monitor.ts';
import { sendMedia } from './send-media.ts';
import { mountUploads } from './uploads.ts';
import type { AppDoors } from './web-app/doors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a token must have to use the route. */
    scope?: Scope;
  }
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

const json = 'application/json; charset=utf-8';

export function mountOperations(
  app: FastifyInstance,
  operations: readonly Operation[],
  services: Services,
  tokens: Tokens,
  doors: AppDoors,
  monitor: Monitor,
): void {
  app.decorateRequest('caller', undefined);
  const uploads = operations.filter((operation) => operation.upload !== undefined);
  for (const operation of operations)
    if (operation.upload === undefined) mountOperation(app, operation, services, tokens, doors, monitor);
  mountUploads(app, uploads, services, tokens, doors, monitor);
}

function mountOperation(
  app: FastifyInstance,
  operation: Operation,
  services: Services,
  tokens: Tokens,
  doors: AppDoors,
  monitor: Monitor,
): void {
  const door = operation.binary === true && operation.method === 'GET' ? doors.embedded : doors.fetched;
  const plain = invoker(operation, services);
  const invoke = operation.eventStream === true ? orEventStream(plain, services) : plain;
  const url = routePath(operation.path);
  // Counted here and where failures are sent, not in an `onResponse` hook: listening to each response costs a sixth of a short answer.
  const countAnswer = monitor.answers(operation.method, url, operation.response === undefined ? 204 : 200);
  const sendAnswer = (reply: FastifyReply, answer: unknown): void => {
    countAnswer();
    if (answer === undefined) reply.status(204).send();
    else reply.header('content-type', json).send(answer instanceof JsonText ? answer.text : JSON.stringify(answer));
  };
  const sendEvents = (reply: FastifyReply, events: Readable): FastifyReply => {
    countAnswer();
    return sendEventStream(reply, events);
  };
  const sendFile = async (request: FastifyRequest, reply: FastifyReply, { media }: FileAnswer): Promise<unknown> => {
    monitor.answers(operation.method, url, await sendMedia(request, reply, media))();
    // Or fastify would take it that nothing was sent: a file goes out later.
    return reply;
  };
  app.route({
    method: operation.method,
    url,
    bodyLimit: operation.bodyLimit ?? defaultBodyLimit,
    config: { scope: operation.scope },
    ...(operation.scope !== 'public' && { onRequest: findCaller(tokens, door) }),
    ...(operation.tokenHelps === true && { onRequest: findCallerIfAny(tokens) }),
    // Promises only where there is something to wait for: they are a good part of the cost of a short answer. That goes for the reply as well:
    // it can be waited for, and fastify does so when it is returned.
    handler(request, reply) {
      const answer = invoke(request.caller, request);
      if (answer instanceof Promise)
        return answer.then((value: unknown) => {
          if (value instanceof FileAnswer) return sendFile(request, reply, value);
          if (value instanceof Readable) return sendEvents(reply, value);
          return sendAnswer(reply, value);
        });
      sendAnswer(reply, answer);
      return undefined;
    },
  });
}

/** `{name}` of OpenAPI to `:name` of the router. */
function routePath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
