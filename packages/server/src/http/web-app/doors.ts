/**
 * The owner's session as a way in, for the web app alone. The cookie is sent by whatever page makes a request, and pages at other ports of this machine
 * are of the same site: so it counts only together with a proof that the app's own origin asks. There is a proof for each way in which a browser asks.
 */

import type { FastifyRequest } from 'fastify';
import type { OwnerDesk } from '../../auth/owner/owner-desk.ts';
import { allScopes } from '../../auth/scopes.ts';
import { type Caller, ownerItself } from '../../auth/tokens.ts';
import type { TokenlessDoor } from '../bearer.ts';
import { cookieOf } from '../cookies.ts';

export interface AppDoors {
  /** Scripts of the app, with `fetch`. */
  readonly fetched: TokenlessDoor;
  /** Besides, pictures, sound and files that stand in the app's pages. For GET alone. */
  readonly embedded: TokenlessDoor;
  /** The app's WebSocket. */
  readonly socket: TokenlessDoor;
}

/** As the audit log names it. */
const callerName = 'web app';
const scopes = new Set(allScopes);

export function appDoors(owner: OwnerDesk): AppDoors {
  const callerOf = async (request: FastifyRequest): Promise<Caller | undefined> => {
    const session = await owner.session(cookieOf(request, 'session'));
    return session && { owner: session.owner, tokenID: session.id, program: ownerItself, name: callerName, scopes };
  };
  const behind =
    (isOwn: (request: FastifyRequest) => boolean): TokenlessDoor =>
    (request) =>
      isOwn(request) ? callerOf(request) : undefined;
  return {
    fetched: behind(isFetchedByApp),
    embedded: behind((request) => isFetchedByApp(request) || isEmbeddedByApp(request)),
    socket: behind(({ headers, calledAt }) => headers.origin === calledAt && isSameOrigin(headers['sec-fetch-site'])),
  };
}

const header = 'x-partyline-app';

/**
 * A form or a picture cannot bring the header, and a script of another origin may only after asking (CORS), which is not allowed here together with
 * cookies. Browsers tell the origin with every write; with a read they do not tell it over plain HTTP, where the header must do.
 */
export function isFetchedByApp({ headers, calledAt, method }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (headers[header] !== '1' || !isSameOrigin(site)) return false;
  if (origin !== undefined) return origin === calledAt;
  return site !== undefined || method === 'GET' || method === 'HEAD';
}

/** Browsers that tell nothing of the site, over plain HTTP, tell the page: the app asks for that by its referrer policy. */
function isEmbeddedByApp({ headers, calledAt, method }: FastifyRequest): boolean {
  const { origin, referer, 'sec-fetch-site': site } = headers;
  if ((method !== 'GET' && method !== 'HEAD') || (origin !== undefined && origin !== calledAt)) return false;
  if (site !== undefined) return site === 'same-origin';
  return referer !== undefined && URL.parse(referer)?.origin === calledAt;
}

const isSameOrigin = (site: unknown): boolean => site === undefined || site === 'same-origin';
