/** `/claim/{code}`: the owner makes the server theirs, with the link that only who started it has seen. */

import type { FastifyInstance } from 'fastify';
import { usedUp } from '../../auth/owner/owner-desk.ts';
import type { SignIn } from '../../auth/sign-in.ts';
import { claimedPage, claimPage } from '../../pages/claim.ts';
import { noticePage } from '../../pages/notice.ts';
import { setCookie } from '../cookies.ts';
import { fieldsOfBody } from '../forms.ts';
import { checkOwnOrigin, sendPage } from './own-page.ts';

type Path = { Params: { code: string } };

const claimLimits = { page: true, limits: [{ per: 'address', calls: 60, seconds: 600 }] } as const;

export function mountClaim(app: FastifyInstance, { owner }: SignIn): void {
  // Looking at it uses nothing up: programs look at links before people do.
  app.get<Path>('/claim/:code', { config: claimLimits }, async ({ params }, reply) =>
    (await owner.knowsClaimCode(params.code))
      ? sendPage(reply, claimPage(params.code, undefined))
      : sendPage(reply, usedUpPage, 404),
  );

  app.post<Path>('/claim/:code', { config: claimLimits }, async (request, reply) => {
    checkOwnOrigin(request);
    const { code } = request.params;
    const { passphrase = '', again = '' } = fieldsOfBody(request.body);
    if (!(await owner.knowsClaimCode(code))) return sendPage(reply, usedUpPage, 404);
    if (passphrase !== again) return sendPage(reply, claimPage(code, 'The two are not the same.'), 422);
    const claimed = await owner.claim(code, passphrase);
    if ('refusal' in claimed) return sendPage(reply, claimPage(code, claimed.refusal), 422);
    const { secret, appKey } = claimed.session;
    setCookie(request, reply, 'session', secret);
    return sendPage(reply, claimedPage(appKey));
  });
}

const usedUpPage = noticePage('This link does not work', usedUp);
