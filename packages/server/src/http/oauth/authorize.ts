/** The pages on which the owner lets programs in: `/oauth/authorize`, `/oauth/device`, and where both lead (auth.md, 3.4 and 3.5; RFC 8628, section 3.3). */

import type { Account, RateLimit } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Asked } from '../../auth/oauth/approvals.ts';
import { type Parameters, readAuthorizationRequest } from '../../auth/oauth/authorization-request.ts';
import type { OAuthError } from '../../auth/oauth/oauth-error.ts';
import { withAnswer } from '../../auth/oauth/redirects.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import type { Services } from '../../operations/operation.ts';
import { approvalPage } from '../../pages/approval.ts';
import { devicePage } from '../../pages/device.ts';
import { noticePage } from '../../pages/notice.ts';
import type { ChosenLimits } from '../../pages/program-limits.ts';
import { cookieOf } from '../cookies.ts';
import { fieldsOfBody, queryOf } from '../forms.ts';
import { askForPassphrase, browserOf, freshOwner, signInWith, wrongPassphrase } from '../owner-session.ts';
import { chosenLimits, policyChosen, problemWith, usualLimits } from './chosen-limits.ts';
import { checkOwnOrigin, sendPage } from './own-page.ts';

const pageLimits: readonly RateLimit[] = [{ per: 'address', calls: 120, seconds: 60 }];

/** What the page is shown with again. */
interface Again {
  readonly chosen: ChosenLimits;
  /** Who just signed in on it. */
  readonly owner?: string | undefined;
  /** With the passphrase. */
  readonly problem?: string;
  /** With the choice. */
  readonly limitsProblem?: string;
}

export function mountAuthorizePages(app: FastifyInstance, parts: SignIn, { book }: Pick<Services, 'book'>): void {
  const { approvals, clients, codes, devices, owner } = parts;

  const ask = async (request: FastifyRequest, reply: FastifyReply, asked: Asked, again?: Again) => {
    if (!(await owner.isClaimed())) return sendPage(reply, unclaimedPage, 400);
    const browser = browserOf(request, reply);
    const { client } = asked;
    const present = again?.owner ?? (await freshOwner(request, parts));
    const { chosen = usualLimits, problem, limitsProblem } = again ?? {};
    const view = {
      page: approvals.show(asked, browser),
      clientName: client.name,
      clientURI: client.uri,
      clientAddress: client.remoteAddress,
      registeredAt: client.createdAt,
      limits: {
        mayWrite: asked.scopes.includes('write'),
        // Whoever opens the page, a stranger too, is not told which there are.
        accounts: present === undefined ? undefined : book.accounts(present).map(choiceOf),
        chosen,
        problem: limitsProblem,
      },
      redirectURI: asked.kind === 'code' ? asked.redirectURI : undefined,
      userCode: asked.kind === 'device' ? asked.userCode : undefined,
      asksPassphrase: present === undefined,
      problem,
    };
    return sendPage(reply, approvalPage(view), problem === undefined ? (limitsProblem === undefined ? 200 : 422) : 403);
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
    let approver = await freshOwner(request, parts);
    if (approver === undefined) {
      const { passphrase } = form;
      const again = (problem: string) => ask(request, reply, asked, { chosen: chosenLimits(form, []), problem });
      if (passphrase === undefined) return again(askForPassphrase);
      approver = await signInWith(passphrase, request, reply, parts);
      if (approver === undefined) return again(wrongPassphrase);
    }
    const accountIDs = book.accounts(approver).map(({ accountID }) => accountID);
    const chosen = chosenLimits(form, accountIDs);
    const limitsProblem = problemWith(chosen);
    if (limitsProblem !== undefined) return ask(request, reply, asked, { chosen, owner: approver, limitsProblem });
    const scopes = asked.scopes.filter((scope) => scope !== 'write' || chosen.writes);
    const approved = { owner: approver, client: asked.client, scopes, policy: policyChosen(chosen) };
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

const choiceOf = ({ accountID, network, user }: Account) => ({
  id: accountID,
  network: network ?? 'Account',
  name: user.fullName ?? user.username ?? user.phoneNumber ?? user.email ?? user.id,
});

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
