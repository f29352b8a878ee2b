/** The pages on which the owner lets programs in: `/oauth/authorize`, `/oauth/device`, and where both lead (auth.md, 3.4 and 3.5; RFC 8628, section 3.3). */

import type { RateLimit } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Asked } from '../../auth/oauth/approvals.ts';
import { type Parameters, readAuthorizationRequest } from '../../auth/oauth/authorization-request.ts';
import type { OAuthError } from '../../auth/oauth/oauth-error.ts';
import { withAnswer } from '../../auth/oauth/redirects.ts';
import { takePassphraseTry } from '../../auth/owner/passphrase-limits.ts';
import { randomSecret } from '../../auth/secret-text.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import { approvalPage } from '../../pages/approval.ts';
import { devicePage } from '../../pages/device.ts';
import { noticePage } from '../../pages/notice.ts';
import { isSecure } from '../called-at.ts';
import { cookieOf, setCookie } from '../cookies.ts';
import { fieldsOfBody, queryOf } from '../forms.ts';
import { checkOwnOrigin, sendPage } from './own-page.ts';

const pageLimits: readonly RateLimit[] = [{ per: 'address', calls: 120, seconds: 60 }];

/**
 * How long a session approves without the passphrase. Over plain HTTP, browsers hand the cookie to whatever else listens on this machine, so that it
 * is worth little on its own.
 */
const freshMs = 5 * 60_000;
const freshOverTlsMs = 12 * 60 * 60_000;

export function mountAuthorizePages(app: FastifyInstance, parts: SignIn): void {
  const { approvals, clients, codes, devices, owner, limits } = parts;

  const freshOwner = async (request: FastifyRequest): Promise<string | undefined> => {
    const session = await owner.session(cookieOf(request, 'session'));
    if (session === undefined) return undefined;
    const limitMs = isSecure(request) ? freshOverTlsMs : freshMs;
    return Date.now() - session.confirmedAt.getTime() < limitMs ? session.owner : undefined;
  };

  const ask = async (request: FastifyRequest, reply: FastifyReply, asked: Asked, problem?: string) => {
    if (!(await owner.isClaimed())) return sendPage(reply, unclaimedPage, 400);
    const browser = cookieOf(request, 'browser') ?? randomSecret();
    setCookie(request, reply, 'browser', browser);
    const { client } = asked;
    const view = {
      page: approvals.show(asked, browser),
      clientName: client.name,
      clientURI: client.uri,
      clientAddress: client.remoteAddress,
      registeredAt: client.createdAt,
      mayWrite: asked.scopes.includes('write'),
      redirectURI: asked.kind === 'code' ? asked.redirectURI : undefined,
      userCode: asked.kind === 'device' ? asked.userCode : undefined,
      asksPassphrase: (await freshOwner(request)) === undefined,
      problem,
    };
    return sendPage(reply, approvalPage(view), problem === undefined ? 200 : 403);
  };

  app.get('/oauth/authorize', { config: { page: true, limits: pageLimits } }, async (request, reply) => {
    const isOwn = (address: string) => isOwnResource(address, request.calledAt);
    const asked = await readAuthorizationRequest(queryOf(request.url), clients, isOwn);
    return ask(request, reply, { kind: 'code', ...asked });
  });

  app.get('/oauth/device', { config: { page: true, limits: pageLimits } }, async (request, reply) => {
    const typed = queryOf(request.url)['user_code'];
    if (typed === undefined) return sendPage(reply, devicePage(undefined));
    const asked = devices.find(typed);
    if (asked === undefined) return sendPage(reply, devicePage('This code is unknown, used or too old.'), 400);
    return ask(request, reply, { kind: 'device', ...asked });
  });

  const allow = async (request: FastifyRequest, reply: FastifyReply, asked: Asked, form: Parameters) => {
    let approver = await freshOwner(request);
    if (approver === undefined) {
      const passphrase = form['passphrase'];
      if (passphrase === undefined) return ask(request, reply, asked, 'Type your passphrase.');
      takePassphraseTry(limits, request.ip);
      const session = await owner.signIn(passphrase);
      if (session === undefined) return ask(request, reply, asked, 'This is not the passphrase.');
      approver = (await owner.session(session))?.owner;
      setCookie(request, reply, 'session', session);
    }
    if (approver === undefined) return ask(request, reply, asked, 'Type your passphrase.');
    const scopes = asked.scopes.filter((scope) => scope !== 'write' || form['write'] === 'yes');
    const approved = { owner: approver, client: asked.client, scopes };
    if (asked.kind === 'code') {
      const { redirectURI, challenge } = asked;
      const code = codes.make({ ...approved, redirectURI, challenge });
      return answer(request, reply, asked, { code });
    }
    return sendPage(reply, devices.decide(asked.userCode, approved) ? deviceAllowedPage : usedPage);
  };

  app.post('/oauth/authorize/callback', { config: { page: true } }, async (request, reply) => {
    checkOwnOrigin(request);
    const form = fieldsOfBody(request.body);
    const asked = approvals.take(form['page'] ?? '', cookieOf(request, 'browser'));
    if (asked === undefined) return sendPage(reply, usedPage, 400);
    if (form['decision'] === 'allow') return allow(request, reply, asked, form);
    if (asked.kind === 'code') return answer(request, reply, asked, { error: 'access_denied' });
    devices.decide(asked.userCode, undefined);
    return sendPage(reply, deviceRefusedPage);
  });
}

function answer(
  { calledAt }: FastifyRequest,
  reply: FastifyReply,
  { redirectURI, state }: { redirectURI: string; state: string | undefined },
  result: { code: string } | { error: string },
): FastifyReply {
  // 303: the form is not sent on.
  return reply.headers(unseen).redirect(withAnswer(redirectURI, { ...result, state, iss: calledAt }), 303);
}

/** What is in the address is the program's alone. */
export const unseen = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/** @throws never; whatever is no address is not of this server */
function isOwnResource(address: string, base: string): boolean {
  const [resource, own] = [URL.parse(address), new URL(base)];
  if (resource === null || resource.hash !== '') return false;
  if (resource.origin === own.origin) return true;
  const names = ['localhost', '127.0.0.1', '[::1]'];
  return resource.port === own.port && names.includes(resource.hostname) && names.includes(own.hostname);
}

/** A refusal in words for whoever looks at the page. */
export const refusalPage = (error: OAuthError) =>
  noticePage('This does not work', `${error.message} Go back to the program and begin again.`);

const unclaimedPage = noticePage(
  'This server has no owner yet',
  'Open the link that Partyline shows in the terminal when it starts, choose a passphrase, and then begin again in the program. The link works for an hour; a restart shows a new one.',
);
const usedPage = noticePage(
  'This page was answered already',
  'Or it is too old, or it was shown in another browser. Go back to the program and begin again.',
);
const deviceAllowedPage = noticePage('It is let in', 'You can close this page and go back to your device.');
const deviceRefusedPage = noticePage('It is not let in', 'You can close this page.');
