/** Mounts the operations of the catalogue as routes. */

import { defaultBodyLimit, type Scope } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Caller, Tokens } from '../auth/tokens.ts';
import { invoker } from '../operations/invoke.ts';
import { JsonText, type Operation, type Services } from '../operations/operation.ts';
import { authenticate } from './bearer.ts';
import type { Monitor } from './monitor.ts';

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
  monitor: Monitor,
): void {
  app.decorateRequest('caller', undefined);
  for (const operation of operations) mountOperation(app, operation, services, tokens, monitor);
}

function mountOperation(
  app: FastifyInstance,
  operation: Operation,
  services: Services,
  tokens: Tokens,
  monitor: Monitor,
): void {
  const invoke = invoker(operation, services);
  const url = routePath(operation.path);
  // Counted here and where failures are sent, not in an `onResponse` hook: listening to each response costs a sixth of a short answer.
  const countAnswer = monitor.answers(operation.method, url, operation.response === undefined ? 204 : 200);
  const sendAnswer = (reply: FastifyReply, answer: unknown): void => {
    countAnswer();
    if (answer === undefined) reply.status(204).send();
    else reply.header('content-type', json).send(answer instanceof JsonText ? answer.text : JSON.stringify(answer));
  };
  app.route({
    method: operation.method,
    url,
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
    // Promises only where there is something to wait for: they are a good part of the cost of a short answer. That goes for the reply as well:
    // it can be waited for, and fastify does so when it is returned.
    handler(request, reply) {
      const answer = invoke(request.caller, request);
      if (answer instanceof Promise) return answer.then((value: unknown) => sendAnswer(reply, value));
      sendAnswer(reply, answer);
      return undefined;
    },
  });
}

/** `{name}` of OpenAPI to `:name` of the router. */
function routePath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
