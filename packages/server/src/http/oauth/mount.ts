/** Mounts everything about signing in: discovery, the routes of programs and the pages of the owner, with errors as each of them expects them. */

import { type ApiError, defaultBodyLimit, type RateLimit } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RefusedRequest } from '../../auth/oauth/authorization-request.ts';
import { OAuthError } from '../../auth/oauth/oauth-error.ts';
import { withAnswer } from '../../auth/oauth/redirects.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import type { Services } from '../../operations/operation.ts';
import { noticePage } from '../../pages/notice.ts';
import type { Address } from '../addresses.ts';
import { asApiError, type SendFailure } from '../failure.ts';
import { fieldsOfBody, readForms } from '../forms.ts';
import type { Monitor } from '../monitor.ts';
import { mountApprovalPages } from '../owner-pages/approvals.ts';
import { mountAuthorizePages, refusalPage, unseen } from './authorize.ts';
import { mountClaim } from './claim.ts';
import { discoveryPaths, mountDiscovery } from './discovery.ts';
import { sendPage } from './own-page.ts';
import { mountTokenRoutes } from './token.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Calls that are more than these are answered with 429 and `Retry-After`. */
    limits?: readonly RateLimit[];
    /** A page for a person: what goes wrong is told as one, and pages of other origins cannot read it. */
    page?: true;
  }
}

const at = (method: string, ...paths: readonly string[]) => paths.map((path) => ({ path, method }));

export const signInAddresses: readonly Address[] = [
  ...at('GET', ...discoveryPaths, '/oauth/authorize', '/oauth/device', '/oauth/userinfo', '/claim/{code}'),
  ...at('GET', '/approvals', '/approvals/{pendingMessageID}', '/approvals/{pendingMessageID}/file'),
  ...at('POST', '/approvals/{pendingMessageID}'),
  ...at('POST', '/oauth/register', '/register', '/oauth/token', '/oauth/device_authorization', '/oauth/introspect'),
  ...at('POST', '/oauth/revoke', '/oauth/authorize/callback', '/claim/{code}'),
];

export function mountSignIn(
  app: FastifyInstance,
  parts: SignIn,
  services: Services,
  monitor: Monitor,
  sendFailure: SendFailure,
): void {
  // An instance of its own: who reads bodies, and how errors are told, is decided by the instance.
  app.register((routes, _options, done) => {
    readForms(routes);
    routes.addHook('onRoute', (route) => {
      route.bodyLimit ??= defaultBodyLimit;
    });
    routes.addHook('preHandler', (request, _reply, next) => {
      const { limits, page } = request.routeOptions.config;
      if (limits !== undefined) {
        const client = page === true ? undefined : clientOf(request.body);
        const counted = { address: request.ip, token: request.caller?.tokenID, client };
        parts.limits.take(request.routeOptions.url ?? '', limits, counted);
      }
      next();
    });
    routes.addHook('onResponse', (request, reply, next) => {
      // What failed was counted where it was told.
      if (reply.statusCode < 400) monitor.answers(request.method, request.routeOptions.url ?? '', reply.statusCode)();
      next();
    });
    routes.setErrorHandler((error, request, reply) => {
      const failure = error instanceof OAuthError || error instanceof RefusedRequest ? error : asApiError(error);
      if (request.routeOptions.config.page === true) tellPerson(failure, request, reply);
      else tellProgram(failure, error, request, reply, sendFailure);
    });
    mountDiscovery(routes);
    mountTokenRoutes(routes, parts, services.self.version);
    mountAuthorizePages(routes, parts, services);
    mountClaim(routes, parts);
    mountApprovalPages(routes, parts, services);
    done();
  });
}

type Failure = OAuthError | RefusedRequest | ApiError;

function tellPerson(failure: Failure, { calledAt }: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (failure instanceof RefusedRequest) {
    const { redirectURI, state, cause } = failure;
    const said = { error: cause.code, error_description: cause.message, state, iss: calledAt };
    return reply.headers(unseen).redirect(withAnswer(redirectURI, said), 303);
  }
  if (failure instanceof OAuthError) return sendPage(reply, refusalPage(failure), 400);
  if (failure.status === 429) reply.header('retry-after', String(failure.retryAfterSeconds));
  return sendPage(reply, noticePage('This does not work', failure.message), failure.status);
}

function tellProgram(
  failure: Failure,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  sendFailure: SendFailure,
): void {
  const say = (status: number, code: string, message: string) =>
    reply.status(status).header('cache-control', 'no-store').send({ error: code, error_description: message });
  // A bearer's route speaks as the rest of the API does.
  const speaksPlain = request.routeOptions.config.scope !== undefined;
  if (failure instanceof OAuthError) say(400, failure.code, failure.message);
  else if (failure instanceof RefusedRequest) say(400, failure.cause.code, failure.message);
  else if (speaksPlain || failure.status >= 500) sendFailure(error, request, reply);
  else if (failure.status !== 429) say(failure.status, 'invalid_request', failure.message);
  else {
    reply.header('retry-after', String(failure.retryAfterSeconds));
    say(429, 'temporarily_unavailable', failure.message);
  }
}

function clientOf(body: unknown): string | undefined {
  try {
    return fieldsOfBody(body)['client_id'];
  } catch {
    // Told by the handler.
    return undefined;
  }
}
