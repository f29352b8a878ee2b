/** Finds the token of a request (auth.md, section 1) and asks who it stands for. */

import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '@partyline/protocol';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Caller, Tokens } from '../auth/tokens.ts';

/** Who calls without a token: the owner in the web app. `undefined` says that this request is not the app's. */
export type TokenlessDoor = (request: FastifyRequest) => Promise<Caller | undefined> | undefined;

/**
 * Runs before the body is read: a stranger's body is not worth reading, and a bad token on a public call does not matter.
 * @param door for what comes without a token; nobody by default
 */
export function findCaller(tokens: Tokens, door?: TokenlessDoor): onRequestHookHandler {
  return (request, _reply, done) => {
    const caller = authenticate(request, tokens, door);
    if (caller instanceof Promise) {
      caller.then((checked) => {
        request.caller = checked;
        done();
      }, done);
    } else {
      request.caller = caller;
      done();
    }
  };
}

/** As {@link findCaller}, for calls that anybody may make: who has no good token is nobody. */
export function findCallerIfAny(tokens: Tokens): onRequestHookHandler {
  return (request, _reply, done) => {
    const text = tokenOf(request.headers);
    if (text === undefined) return done();
    tokens.check(text).then((caller) => {
      if (typeof caller !== 'string') request.caller = caller;
      done();
    }, done);
  };
}

/**
 * Answers at once for a token that was just checked, which nearly every request carries, and with a promise for any other.
 * @throws ApiError `unauthorized` or `token_expired`
 */
function authenticate(
  request: FastifyRequest,
  tokens: Tokens,
  door: TokenlessDoor | undefined,
): Caller | Promise<Caller> {
  const text = tokenOf(request.headers);
  if (text !== undefined) return tokens.recent(text) ?? check(text, tokens);
  const caller = door?.(request);
  if (caller === undefined) throw new ApiError('unauthorized');
  return caller.then((found) => {
    if (found === undefined) throw new ApiError('unauthorized');
    return found;
  });
}

async function check(text: string, tokens: Tokens): Promise<Caller> {
  const caller = await tokens.check(text);
  if (caller === 'invalid') throw new ApiError('unauthorized');
  if (caller === 'expired') throw new ApiError('token_expired');
  return caller;
}

export function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization?.startsWith('Bearer ') === true) return authorization.slice(7).trim();
  // The scheme is case-insensitive (RFC 9110, section 11.1), though hardly anybody writes it otherwise.
  if (authorization !== undefined) return /^bearer +(\S+)$/i.exec(authorization)?.[1];
  const header = headers['x-beeper-access-token'];
  return typeof header === 'string' ? header : undefined;
}

/** RFC 6750, section 3; RFC 9728, section 5.1. @param metadata where it is told how to get a token */
export function challenge(error: ApiError, metadata: string, scope?: string): string {
  const more =
    error.code === 'FORBIDDEN'
      ? ['error="insufficient_scope"', ...(scope === undefined ? [] : [`scope="${scope}"`])]
      : error.code === 'token_expired'
        ? ['error="invalid_token"', 'error_description="Token expired"']
        : [];
  return ['Bearer realm="Partyline"', ...more, `resource_metadata="${metadata}"`].join(', ');
}
