/** The HTTP face of the server: what holds for every request, and the routes. */

import { ApiError, beeperVersion, openApiDocument } from '@partyline/protocol';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Tokens } from '../auth/tokens.ts';
import type { Operation, Services } from '../operations/operation.ts';
import { apiPage } from './api-page.ts';
import { readBodies } from './bodies.ts';
import { failureSender } from './failure.ts';
import { createGuard, type Guard, type GuardOptions } from './guard.ts';
import type { Monitor } from './monitor.ts';
import { mountOperations } from './mount.ts';

export interface AppParts {
  readonly log: Logger;
  readonly guard: GuardOptions;
  readonly operations: readonly Operation[];
  readonly services: Services;
  readonly tokens: Tokens;
  readonly monitor: Monitor;
}

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { log, operations, services, tokens, monitor } = parts;
  const guard = createGuard(parts.guard);
  const sendFailure = failureSender(log, monitor);
  const app = fastify({
    // Chat IDs of some networks are long; a title that a client tries as an ID is longer (client-expectations.md, 2.4).
    routerOptions: { maxParamLength: 4_096 },
    // An address that cannot be decoded, or is too long, names nothing. No hook runs for it.
    frameworkErrors: (_error, request, reply) =>
      sendFailure(refusalOf(guard, request), request, reply.header(versionHeader, beeperVersion)),
  });

  app.addHook('onRequest', (request, reply, done) => {
    reply.header(versionHeader, beeperVersion);
    const { host, origin } = request.headers;
    guard.checkHost(host);
    if (origin === undefined) return done();
    guard.checkOrigin(origin);
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': versionHeader,
      vary: 'origin',
    });
    if (request.method !== 'OPTIONS') return done();
    reply
      .status(204)
      .headers({
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
        'access-control-max-age': '600',
      })
      .send();
  });
  app.setErrorHandler(sendFailure);
  app.setNotFoundHandler(() => {
    throw noSuchAddress();
  });

  readBodies(app);
  mountOperations(app, operations, services, tokens, monitor);

  const document = openApiDocument(operations, { version: services.self.version, serverURL: services.self.baseURL });
  const specification = JSON.stringify(document);
  app.get('/v1/spec', (_request, reply) => reply.type('application/json; charset=utf-8').send(specification));
  const page = apiPage(document);
  app.get('/docs', (_request, reply) => reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page));
  app.get('/', (_request, reply) => reply.redirect('/docs'));
  app.get('/health/live', (_request, reply) => reply.send({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = await monitor.isReady();
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) => reply.type(monitor.metricsType).send(await monitor.metrics()));
  await app.ready();
  return app;
}

const versionHeader = 'x-beeper-desktop-version';

function refusalOf(guard: Guard, { headers }: FastifyRequest): unknown {
  try {
    guard.checkHost(headers.host);
    return noSuchAddress();
  } catch (error) {
    return error;
  }
}

const noSuchAddress = () =>
  new ApiError('NOT_FOUND', 'This address was not found here. GET /v1/spec lists what there is.');

const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
