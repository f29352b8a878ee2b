/**
 * The owner's session as a way in, for the web app alone. The cookie is sent by whatever page makes a request and, over plain HTTP, to whatever listens
 * at another port of this machine: so it counts only together with the session's key, which the app's own origin keeps. Pictures and files that stand in
 * pages cannot bring the key; they need an address that nobody guesses, and a browser that says the app's page asks.
 */

import type { FastifyRequest } from 'fastify';
import type { OwnerDesk } from '../../auth/owner/owner-desk.ts';
import type { Session } from '../../auth/owner/sessions.ts';
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
  const as = (session: Session | undefined): Caller | undefined =>
    session && { owner: session.owner, tokenID: session.id, program: ownerItself, name: callerName, scopes };
  const withKey = async (request: FastifyRequest, key: string | undefined) =>
    as(await owner.appSession(cookieOf(request, 'session'), key));
  const fetched: TokenlessDoor = (request) =>
    isFetchedByApp(request) ? withKey(request, appKeyOf(request)) : undefined;
  const byCookie = async (request: FastifyRequest) => as(await owner.session(cookieOf(request, 'session')));
  return {
    fetched,
    embedded: (request) => fetched(request) ?? (isEmbeddedByApp(request) ? byCookie(request) : undefined),
    socket: (request) => (isSocketOfApp(request) ? withKey(request, socketKeyOf(request)) : undefined),
  };
}

const header = 'x-partyline-app';

/** What the header brings; an app that is not signed in has no key yet. */
export function appKeyOf({ headers }: FastifyRequest): string | undefined {
  const value = headers[header];
  return typeof value === 'string' ? value : undefined;
}

/** A WebSocket of a browser brings no header but this. */
const socketKeyOf = ({ headers }: FastifyRequest): string | undefined =>
  /^partyline-app\.([\w-]{43})$/.exec(headers['sec-websocket-protocol'] ?? '')?.[1];

const isSocketOfApp = ({ headers, calledAt }: FastifyRequest): boolean =>
  headers.origin === calledAt && isSameOrigin(headers['sec-fetch-site']);

/**
 * A form or a picture cannot bring the header, and a script of another origin may only after asking (CORS), which is not allowed here together with
 * cookies. Browsers tell the origin with every write; with a read they do not tell it over plain HTTP, where the header must do.
 */
export function isFetchedByApp({ headers, calledAt, method }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (headers[header] === undefined || !isSameOrigin(site)) return false;
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
