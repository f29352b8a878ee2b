/** Where a request called: the base of every address that is told to it. Proxies are believed when the settings say so. */

import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** `http://localhost:23373` */
    readonly calledAt: string;
  }
}

/** @param request one whose `Host` was checked */
export function calledAt(request: FastifyRequest): string {
  return `${isSecure(request) ? 'https' : 'http'}://${request.host}${forwardedPort(request)}`;
}

export const isSecure = ({ protocol }: FastifyRequest): boolean => protocol === 'https';

/** Some proxies tell the port beside the name. */
function forwardedPort(request: FastifyRequest): string {
  const { host, headers, ips } = request;
  const port = headers['x-forwarded-port'];
  // `ips` has more than the caller itself when a trusted proxy passed it on.
  if ((ips?.length ?? 0) < 2 || typeof port !== 'string' || !/^\d{1,5}$/.test(port)) return '';
  if (headers['x-forwarded-host'] === undefined || /:\d+$/.test(host)) return '';
  return port === (isSecure(request) ? '443' : '80') ? '' : `:${port}`;
}
