/** `/approvals`: the owner decides in a browser what programs may send. The same operations as `/v1/approvals`, in the name of the owner's session. */

import { ApiError, type RateLimit } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Parameters } from '../../auth/oauth/authorization-request.ts';
import { allScopes } from '../../auth/scopes.ts';
import { createShownPages } from '../../auth/shown-pages.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import type { Caller } from '../../auth/tokens.ts';
import { ownerItself } from '../../auth/tokens.ts';
import { approveMessage } from '../../operations/approvals/approve.ts';
import { refuseMessage } from '../../operations/approvals/refuse.ts';
import { invoker } from '../../operations/invoke.ts';
import type { Services } from '../../operations/operation.ts';
import { approvalsPage, confirmPage, oneApprovalPage } from '../../pages/approvals.ts';
import { noticePage } from '../../pages/notice.ts';
import { signInPage } from '../../pages/sign-in.ts';
import { cookieOf } from '../cookies.ts';
import { fieldsOfBody, queryOf } from '../forms.ts';
import { checkOwnOrigin, sendPage } from '../oauth/own-page.ts';
import { askForPassphrase, browserOf, freshOwner, signInWith, wrongPassphrase } from '../owner-session.ts';
import { sendMedia } from '../send-media.ts';
import { approvalViews, type Typed } from './approval-views.ts';

type Path = { Params: { id: string } };

const limits: readonly RateLimit[] = [{ per: 'address', calls: 120, seconds: 60 }];
/** Each character of an edited text can become nine in a form. */
const bodyLimit = 5 * 1024 * 1024;

const signInPath = '/approvals/sign-in';

export function mountApprovalPages(app: FastifyInstance, parts: SignIn, services: Services): void {
  const shown = createShownPages<'approvals'>();
  const views = approvalViews(services);
  const approve = invoker(approveMessage, services);
  const refuse = invoker(refuseMessage, services);
  const config = { page: true, limits } as const;

  const askToSignIn = async (reply: FastifyReply): Promise<FastifyReply> =>
    (await parts.owner.isClaimed())
      ? sendPage(reply, signInPage(signInPath, undefined))
      : sendPage(reply, unclaimedPage, 400);

  const showAll = async (
    request: FastifyRequest,
    reply: FastifyReply,
    owner: string,
    { status = 200, ...more }: Shown = {},
  ): Promise<FastifyReply> => {
    const view = await views.all(owner, more);
    const page = shown.show('approvals', browserOf(request, reply));
    return sendPage(reply, approvalsPage({ ...view, page, problem: more.problem, now: Date.now() }), status);
  };

  app.get('/approvals', { config }, async (request, reply) => {
    const owner = await freshOwner(request, parts);
    if (owner === undefined) return askToSignIn(reply);
    const { about, cursor } = queryOf(request.url);
    return showAll(request, reply, owner, { about, cursor });
  });

  app.get<Path>('/approvals/:id', { config }, async (request, reply) => {
    const owner = await freshOwner(request, parts);
    if (owner === undefined) return askToSignIn(reply);
    const { id } = request.params;
    const one = await views.whole(owner, id);
    // Decided meanwhile, or never there: the page of all says which.
    if (one === undefined) return reply.redirect(`/approvals?about=${encodeURIComponent(id)}`, 303);
    const page = shown.show('approvals', browserOf(request, reply));
    return sendPage(reply, oneApprovalPage({ page, now: Date.now(), problem: undefined, news: undefined }, one));
  });

  app.get<Path>('/approvals/:id/file', { config }, async (request, reply) => {
    const owner = await freshOwner(request, parts);
    if (owner === undefined) return askToSignIn(reply);
    const { fileURL } = await services.outbox.approvals.retrieve(owner, request.params.id);
    if (fileURL === undefined) throw new ApiError('NOT_FOUND', 'No file goes with this message.');
    reply.header('cross-origin-resource-policy', 'same-origin');
    await sendMedia(request, reply, await services.media.open(owner, fileURL));
    return reply;
  });

  app.post(signInPath, { config }, async (request, reply) => {
    checkOwnOrigin(request);
    const { passphrase } = fieldsOfBody(request.body);
    if (!(await parts.owner.isClaimed())) return sendPage(reply, unclaimedPage, 400);
    if (passphrase === undefined) return sendPage(reply, signInPage(signInPath, askForPassphrase), 403);
    const owner = await signInWith(passphrase, request, reply, parts);
    if (owner === undefined) return sendPage(reply, signInPage(signInPath, wrongPassphrase), 403);
    return reply.redirect('/approvals', 303);
  });

  const decide = async (caller: Caller, pendingMessageID: string, { decision, text, reason }: Form): Promise<void> => {
    const input = { params: { pendingMessageID }, query: {} };
    if (decision === 'approve') await approve(caller, { ...input, body: {} });
    else if (decision === 'edit') await approve(caller, { ...input, body: { text: text ?? '' } });
    else if (decision === 'refuse') await refuse(caller, { ...input, body: reason === undefined ? {} : { reason } });
    else throw new ApiError('VALIDATION_ERROR', 'Press one of the buttons.');
  };

  app.post<Path>('/approvals/:id', { config, bodyLimit }, async (request, reply) => {
    checkOwnOrigin(request);
    const { id } = request.params;
    const form = readForm(fieldsOfBody(request.body));
    const isOpen = shown.take(form.page, cookieOf(request, 'browser')) !== undefined;
    let owner = await freshOwner(request, parts);
    if (!isOpen) {
      if (owner === undefined) return askToSignIn(reply);
      return showAll(request, reply, owner, { about: id, typed: { id, ...form }, problem: answered, status: 409 });
    }
    if (owner === undefined) {
      const again = (problem: string | undefined) => {
        const page = shown.show('approvals', browserOf(request, reply));
        return sendPage(reply, confirmPage({ ...form, page, pendingMessageID: id, problem }), 403);
      };
      if (form.passphrase === undefined) return again(undefined);
      owner = await signInWith(form.passphrase, request, reply, parts);
      if (owner === undefined) return again(wrongPassphrase);
    }
    try {
      await decide({ ...webPage, owner }, id, form);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      const { message: problem, status } = error;
      return showAll(request, reply, owner, { about: id, typed: { id, ...form }, problem, status });
    }
    return reply.redirect(`/approvals?about=${encodeURIComponent(id)}`, 303);
  });
}

interface Shown {
  readonly about?: string | undefined;
  readonly cursor?: string | undefined;
  readonly typed?: Typed | undefined;
  readonly problem?: string | undefined;
  readonly status?: number;
}

interface Form {
  readonly page: string;
  readonly decision: string;
  readonly text: string | undefined;
  readonly reason: string | undefined;
  readonly passphrase: string | undefined;
}

/** Browsers end lines with CR LF, whatever the text had. */
const readForm = ({ page = '', decision = '', text, reason, passphrase }: Parameters): Form => ({
  page,
  decision,
  text: decision === 'edit' ? text?.replaceAll('\r\n', '\n') : undefined,
  reason: decision === 'refuse' ? reason : undefined,
  passphrase,
});

/** How the audit log names what was decided here. */
const webPage = {
  tokenID: 'owner-page',
  program: ownerItself,
  name: 'the page /approvals',
  scopes: new Set(allScopes),
} as const;

const answered = 'This page was answered already, or stood open for too long. Nothing was done. This is how it is now:';

const unclaimedPage = noticePage(
  'This server has no owner yet',
  'Open the link that Partyline shows in the terminal when it starts, choose a passphrase, and come back. The link works for an hour; a restart shows a new one.',
);
