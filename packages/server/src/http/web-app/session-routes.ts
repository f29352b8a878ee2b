/** `/app/session`: the web app signs the owner in and out. The session's secret is in the cookie; its key is told once, to the app that signed in. */

import { ApiError, invalidValue } from '@partyline/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { takePassphraseTry } from '../../auth/owner/passphrase-limits.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import type { Address } from '../addresses.ts';
import { clearSessionCookie, cookieOf, setCookie } from '../cookies.ts';
import { appKeyOf, isFetchedByApp } from './doors.ts';

const path = '/app/session';

export const sessionAddresses: readonly Address[] = ['GET', 'POST', 'DELETE'].map((method) => ({ path, method }));

const notStored = { 'cache-control': 'no-store' };

export function mountSessionRoutes(app: FastifyInstance, { owner, limits }: SignIn, version: string): void {
  app.get(path, async (request, reply) => {
    checkApp(request);
    const secret = cookieOf(request, 'session');
    const signedIn = (await owner.appSession(secret, appKeyOf(request))) !== undefined;
    // The cookie lives on as the session does.
    if (secret !== undefined && signedIn) setCookie(request, reply, 'session', secret);
    return reply.headers(notStored).send({ claimed: await owner.isClaimed(), signedIn, version });
  });

  app.post(path, async (request, reply) => {
    checkApp(request);
    const passphrase = passphraseOf(request.body);
    takePassphraseTry(limits, request.ip);
    const session = await owner.signIn(passphrase);
    if (session === undefined) throw new ApiError('FORBIDDEN', 'This is not the passphrase.');
    const former = cookieOf(request, 'session');
    // The browser forgets it now, and would not end it when the owner signs out.
    if (former !== undefined) await owner.end(former);
    setCookie(request, reply, 'session', session.secret);
    return reply.headers(notStored).send({ appKey: session.appKey });
  });

  app.delete(path, async (request, reply) => {
    checkApp(request);
    const secret = cookieOf(request, 'session');
    if (secret !== undefined) await owner.end(secret);
    clearSessionCookie(request, reply);
    return reply.status(204).headers(notStored).send();
  });
}

/** @throws ApiError `ORIGIN_NOT_ALLOWED` */
function checkApp(request: FastifyRequest): void {
  if (!isFetchedByApp(request))
    throw new ApiError('ORIGIN_NOT_ALLOWED', 'Only the web app of this server can do this. Open it anew.');
}

function passphraseOf(body: unknown): string {
  const passphrase: unknown = Reflect.get(Object(body), 'passphrase');
  if (typeof passphrase !== 'string' || passphrase === '' || passphrase.length > 1_000)
    throw invalidValue(['body', 'passphrase'], 'Type your passphrase.');
  return passphrase;
}
