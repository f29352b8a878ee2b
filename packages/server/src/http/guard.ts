/**
 * The trust boundary in front of every route (design, section 5): which names the server answers to, so that a page cannot reach it by DNS
 * rebinding, and which pages may call it.
 */

import { isIP } from 'node:net';
import { ApiError } from '@partyline/protocol';

export interface Guard {
  /** @throws ApiError `HOST_NOT_ALLOWED` */
  checkHost(host: string | undefined, path: string): void;
  /** @throws ApiError `ORIGIN_NOT_ALLOWED` */
  checkOrigin(origin: string): void;
}

export interface GuardOptions {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Its host name may be used for public links, and for nothing else. */
  readonly publicURL: string | undefined;
}

const publicLinkPath = '/m/';

/** Header values seen before and found good; a bound, since callers choose them. */
const maxRemembered = 100;

export function createGuard({ allowedHosts, allowedOrigins, publicURL }: GuardOptions): Guard {
  const names = new Set(['localhost', ...allowedHosts.map((name) => name.toLowerCase())]);
  const origins = new Set(allowedOrigins.map((origin) => origin.toLowerCase()));
  const publicName = publicURL === undefined ? undefined : hostnameOf(new URL(publicURL).origin);
  const good = new Set<string>();

  // Rebinding needs a name: a plain address in `Host` proves that no foreign name led here.
  const known = (hostname: string) => names.has(hostname) || isIP(hostname) !== 0;

  return {
    checkHost(host, path) {
      if (host !== undefined && good.has(host)) return;
      const hostname = host === undefined ? undefined : hostnameOf(`http://${host}`);
      if (hostname !== undefined && hostname === publicName && path.startsWith(publicLinkPath)) return;
      if (host === undefined || hostname === undefined || !known(hostname)) {
        throw new ApiError(
          'HOST_NOT_ALLOWED',
          'This host name is not served here. The owner can allow it with the setting allowedHosts.',
        );
      }
      if (good.size < maxRemembered) good.add(host);
    },
    checkOrigin(origin) {
      const hostname = hostnameOf(origin);
      if (origins.has(origin.toLowerCase()) || (hostname !== undefined && isLoopback(hostname))) return;
      throw new ApiError(
        'ORIGIN_NOT_ALLOWED',
        'Pages of this origin may not call this server. The owner can allow it with the setting allowedOrigins.',
      );
    },
  };
}

function hostnameOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, username, pathname } = new URL(url);
  if (username !== '' || pathname.length > 1) return undefined;
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '::1' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
}
