/** The owner at a browser: whether a page may take their word, and their passphrase where it may not. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { takePassphraseTry } from '../auth/owner/passphrase-limits.ts';
import { randomSecret } from '../auth/secret-text.ts';
import type { SignIn } from '../auth/sign-in.ts';
import { isSecure } from './called-at.ts';
import { cookieOf, setCookie } from './cookies.ts';

/**
 * How long a session approves without the passphrase. Over plain HTTP, browsers hand the cookie to whatever else listens on this machine, so that it
 * is worth little on its own.
 */
const freshMs = 5 * 60_000;
const freshOverTlsMs = 12 * 60 * 60_000;

/** @returns the owner whose word the request is; undefined when the passphrase has to be asked for */
export async function freshOwner(
  request: FastifyRequest,
  { owner }: Pick<SignIn, 'owner'>,
): Promise<string | undefined> {
  const session = await owner.session(cookieOf(request, 'session'));
  if (session === undefined) return undefined;
  const limitMs = isSecure(request) ? freshOverTlsMs : freshMs;
  return Date.now() - session.confirmedAt.getTime() < limitMs ? session.owner : undefined;
}

/** Begins a session, or makes the one that is there fresh again. @returns the owner; undefined when this is not the passphrase. @throws ApiError `RATE_LIMITED` */
export async function signInWith(
  passphrase: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { owner, limits }: Pick<SignIn, 'owner' | 'limits'>,
): Promise<string | undefined> {
  takePassphraseTry(limits, request.ip);
  const session = await owner.confirm(cookieOf(request, 'session'), passphrase);
  if (session === undefined) return undefined;
  setCookie(request, reply, 'session', session);
  return (await owner.session(session))?.owner;
}

/** Which browser it is. One that comes for the first time is given a name. */
export function browserOf(request: FastifyRequest, reply: FastifyReply): string {
  const browser = cookieOf(request, 'browser') ?? randomSecret();
  setCookie(request, reply, 'browser', browser);
  return browser;
}

export const askForPassphrase = 'Type your passphrase.';
export const wrongPassphrase = 'This is not the passphrase.';
