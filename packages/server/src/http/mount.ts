/** Mounts the operations of the catalogue as routes. */

import { ApiError, defaultBodyLimit, type Scope } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Caller, Tokens } from '../auth/tokens.ts';
import { invoker } from '../operations/invoke.ts';
import { JsonText, type Operation, type Services } from '../operations/operation.ts';
import { authenticate } from './bearer.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a token must have to use the route. */
    scope?: Scope;
  }
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

/** What may be tried at an address; `HEAD` comes with `GET`. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;
const json = 'application/json; charset=utf-8';

export function mountOperations(
  app: FastifyInstance,
  operations: readonly Operation[],
  services: Services,
  tokens: Tokens,
): void {
  app.decorateRequest('caller', undefined);
  for (const operation of operations) mountOperation(app, operation, services, tokens);
  for (const [path, group] of Map.groupBy(operations, (operation) => operation.path))
    refuseOtherMethods(app, path, group);
}

function mountOperation(app: FastifyInstance, operation: Operation, services: Services, tokens: Tokens): void {
  const invoke = invoker(operation, services);
  app.route({
    method: operation.method,
    url: routePath(operation.path),
    bodyLimit: operation.bodyLimit ?? defaultBodyLimit,
    config: { scope: operation.scope },
    // Before the body is read: a stranger's body is not worth reading, and a bad token on a public call does not matter.
    ...(operation.scope !== 'public' && {
      onRequest: (request, _reply, done) => {
        const caller = authenticate(request.headers, tokens);
        if (caller instanceof Promise) {
          caller.then((checked) => {
            request.caller = checked;
            done();
          }, done);
        } else {
          request.caller = caller;
          done();
        }
      },
    }),
    // Promises only where there is something to wait for: they are a good part of the cost of a short answer.
    handler(request, reply) {
      const answer = invoke(request.caller, { params: request.params, query: request.query, body: request.body });
      if (!(answer instanceof Promise)) return sendAnswer(reply, answer);
      return answer.then((value: unknown) => sendAnswer(reply, value));
    },
  });
}

function sendAnswer(reply: FastifyReply, answer: unknown): FastifyReply {
  if (answer === undefined) return reply.status(204).send();
  return reply.header('content-type', json).send(answer instanceof JsonText ? answer.text : JSON.stringify(answer));
}

function refuseOtherMethods(app: FastifyInstance, path: string, group: readonly Operation[]): void {
  const known: (typeof methods)[number][] = group.map((operation) => operation.method);
  if (known.includes('GET')) known.push('HEAD');
  app.route({
    method: methods.filter((method) => !known.includes(method)),
    url: routePath(path),
    async handler(_request, reply) {
      reply.header('allow', known.join(', '));
      throw new ApiError('METHOD_NOT_ALLOWED', `This address knows ${known.join(' and ')} only`);
    },
  });
}

/** `{name}` of OpenAPI to `:name` of the router. */
function routePath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
