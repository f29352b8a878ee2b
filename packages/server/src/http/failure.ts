/** Every error, whoever threw it, as an answer of the contract (1.6). */

import { ApiError } from '@partyline/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { challenge } from './bearer.ts';
import type { Monitor } from './monitor.ts';
import { protectedResource } from './oauth/discovery.ts';

export type SendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

export const failureSender =
  (log: Logger, monitor: Monitor): SendFailure =>
  (error, request, reply) => {
    const failure = asApiError(error);
    monitor.answers(request.method, request.routeOptions.url ?? 'unknown', failure.status)();
    // The route, not the address: what stands in an address may be somebody's.
    if (failure.status >= 500)
      log.error({ err: error, route: request.routeOptions.url, method: request.method }, 'request failed');
    const { scope } = request.routeOptions.config;
    if (failure.status === 401 || (failure.code === 'FORBIDDEN' && !isHeld(request))) {
      const metadata = `${request.calledAt}${protectedResource}`;
      reply.header('www-authenticate', challenge(failure, metadata, scope));
    }
    if (!failure.retriable) reply.header('x-should-retry', 'false');
    if (failure.status === 429 || failure.status === 503)
      reply.header('retry-after', String(failure.retryAfterSeconds));
    reply.status(failure.status).type('application/json; charset=utf-8').send(JSON.stringify(failure.body));
  };

/** Refused by a policy, where no other scope would help. */
function isHeld({ caller, routeOptions }: FastifyRequest): boolean {
  const { scope } = routeOptions.config;
  return caller?.policy !== undefined && scope !== undefined && scope !== 'public' && caller.scopes.has(scope);
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isFastifyError(error)) {
    const known = fastifyFailures[error.code];
    if (known !== undefined) return known(error);
    if (error.statusCode !== undefined && error.statusCode < 500)
      return new ApiError('MALFORMED_REQUEST', error.message);
  }
  return new ApiError('INTERNAL_ERROR');
}

const fastifyFailures: Readonly<Record<string, (error: FastifyError) => ApiError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new ApiError('PAYLOAD_TOO_LARGE'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new ApiError('UNSUPPORTED_MEDIA_TYPE'),
};

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
