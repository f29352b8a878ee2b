/** The two cookies of a browser: which one it is, so that a page is answered by whom it was shown to, and the owner's session. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionMs } from '../auth/owner/sessions.ts';
import { isSecure } from './called-at.ts';

type Kind = 'browser' | 'session';

export function cookieOf(request: FastifyRequest, kind: Kind): string | undefined {
  const name = nameOf(request, kind);
  const pair = request.headers.cookie?.split(';').find((part) => part.trim().startsWith(`${name}=`));
  const value = pair?.slice(pair.indexOf('=') + 1).trim();
  return value === undefined || !/^[\w-]{43}$/.test(value) ? undefined : value;
}

/** Neither scripts nor other sites get it; over TLS, no other host name either. */
export function setCookie(request: FastifyRequest, reply: FastifyReply, kind: Kind, value: string): void {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(isSecure(request) ? ['Secure'] : [])];
  if (kind === 'session') attributes.push(`Max-Age=${sessionMs / 1_000}`);
  reply.header('set-cookie', [`${nameOf(request, kind)}=${value}`, ...attributes].join('; '));
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(isSecure(request) ? ['Secure'] : []), 'Max-Age=0'];
  reply.header('set-cookie', [`${nameOf(request, 'session')}=`, ...attributes].join('; '));
}

/** Browsers share the cookies of all ports of a name: servers beside each other must not overwrite each other's. */
function nameOf(request: FastifyRequest, kind: Kind): string {
  return isSecure(request) ? `__Host-partyline-${kind}` : `partyline-${request.port ?? 80}-${kind}`;
}
