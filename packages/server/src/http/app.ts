/** The HTTP face of the server: what holds for every request, and the routes. */

import { beeperVersion, oauthRoutes, openApiDocument } from '@partyline/protocol';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { SignIn } from '../auth/sign-in.ts';
import type { Tokens } from '../auth/tokens.ts';
import { eventSocket } from '../operations/events/socket.ts';
import type { Operation, Services } from '../operations/operation.ts';
import { noSuchAddress, refusalOf } from './addresses.ts';
import { apiPage } from './api-page.ts';
import { readBodies } from './bodies.ts';
import { calledAt } from './called-at.ts';
import { mountEventSocket } from './event-socket.ts';
import { failureSender } from './failure.ts';
import { createGuard, type Guard, type GuardOptions } from './guard.ts';
import { mcpAddresses, mountMcp } from './mcp-door.ts';
import type { Monitor } from './monitor.ts';
import { mountOperations } from './mount.ts';
import { isDiscovery } from './oauth/discovery.ts';
import { mountSignIn, signInAddresses } from './oauth/mount.ts';
import { sendMedia } from './send-media.ts';
import { appDoors } from './web-app/doors.ts';
import type { WebAppFiles } from './web-app/files.ts';
import { mountWebApp, webAppAddresses } from './web-app/mount.ts';
import { mountSessionRoutes, sessionAddresses } from './web-app/session-routes.ts';

export interface AppParts {
  readonly log: Logger;
  readonly guard: GuardOptions;
  readonly operations: readonly Operation[];
  readonly services: Services;
  readonly tokens: Tokens;
  readonly monitor: Monitor;
  readonly signIn: SignIn;
  /** Undefined where it was not built. */
  readonly webApp: WebAppFiles | undefined;
  /** Addresses and ranges of proxies that are believed. */
  readonly trustedProxies: readonly string[];
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { log, operations, services, tokens, monitor } = parts;
  const guard = createGuard(parts.guard);
  const sendFailure = failureSender(log, monitor);
  const app = fastify({
    // Chat IDs of some networks are long; a title that a client tries as an ID is longer (client-expectations.md, 2.4).
    routerOptions: { maxParamLength: 4_096 },
    ...(parts.trustedProxies.length > 0 && { trustProxy: [...parts.trustedProxies] }),
    // An address that cannot be decoded, or is too long, names nothing. No hook runs for it.
    frameworkErrors: (_error, request, reply) =>
      sendFailure(undecodable(guard, request), request, reply.header(versionHeader, beeperVersion)),
  });

  app.decorateRequest('calledAt', {
    getter() {
      return calledAt(this);
    },
  });
  const refuse = refusalOf([
    ...operations,
    ...pages.map((path) => ({ path, method: 'GET' })),
    ...mcpAddresses,
    ...signInAddresses,
    ...sessionAddresses,
    ...webAppAddresses(parts.webApp),
  ]);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(versionHeader, beeperVersion);
    const { host, origin } = request.headers;
    guard.checkHost(host, request.url);
    // What a proxy forwards, too. Not instead: a browser on the proxy's machine would pass for the proxy.
    if (request.host !== (host ?? '')) guard.checkHost(request.host, request.url);
    if (origin === undefined && !request.is404) return done();
    // Before the body is read: where nobody takes it, it does not matter what it is.
    const takenByRoute = () => {
      if (!request.is404) return done();
      const { error, allow } = refuse(request.url);
      if (allow.length > 0) reply.header('allow', allow.join(', '));
      done(error);
    };
    if (origin === undefined) return takenByRoute();
    if (isDiscovery(request.url)) reply.header('access-control-allow-origin', '*');
    else {
      if (origin !== request.calledAt) guard.checkOrigin(origin);
      // Without them, no other page can read the answer.
      if (request.routeOptions.config.page !== true)
        reply.headers({
          'access-control-allow-origin': origin,
          'access-control-expose-headers': `${versionHeader}, www-authenticate`,
          vary: 'origin',
        });
    }
    if (request.method !== 'OPTIONS') return takenByRoute();
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

  readBodies(app);
  const doors = appDoors(parts.signIn.owner);
  mountOperations(app, operations, services, tokens, doors, monitor);
  mountEventSocket(app, services, tokens, doors, monitor);
  mountSessionRoutes(app, parts.signIn, services.self.version);
  mountSignIn(app, parts.signIn, services, monitor, sendFailure);
  mountMcp(app, { services, operations, log }, tokens, monitor, parts.stopping);

  const document = openApiDocument(operations, {
    version: services.self.version,
    serverURL: services.self.baseURL,
    sockets: [eventSocket],
    oauth: oauthRoutes,
  });
  const specification = JSON.stringify(document);
  app.get('/v1/spec', (_request, reply) => reply.type('application/json; charset=utf-8').send(specification));
  const page = apiPage(document);
  app.get('/docs', (_request, reply) => reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page));
  if (parts.webApp === undefined) app.get('/', (_request, reply) => reply.redirect('/docs'));
  else mountWebApp(app, parts.webApp);
  app.get('/health/live', (_request, reply) => reply.send({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = await monitor.isReady();
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) => reply.type(monitor.metricsType).send(await monitor.metrics()));
  app.get<{ Params: { token: string } }>('/m/:token/:fileName', async (request, reply) => {
    const media = await services.media.openPublic(request.params.token);
    reply.header('x-robots-tag', 'noindex');
    monitor.answers('GET', '/m/:token/:fileName', await sendMedia(request, reply, media))();
    return reply;
  });
  await app.ready();
  return app;
}

const versionHeader = 'x-beeper-desktop-version';

function undecodable(guard: Guard, { headers, url }: FastifyRequest): unknown {
  try {
    guard.checkHost(headers.host, url);
    return noSuchAddress();
  } catch (error) {
    return error;
  }
}

/** What is served beside the operations. */
const pages = [
  '/m/{token}/{fileName}',
  '/',
  '/docs',
  '/v1/spec',
  eventSocket.path,
  '/health/live',
  '/health/ready',
  '/metrics',
];

const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
