import { notFound } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { needOwnToken, TokenPath } from './paths.ts';

export const revokeToken = operation({
  id: 'tokens.revoke',
  method: 'DELETE',
  path: '/v1/tokens/{tokenID}',
  tag: 'Tokens',
  summary: 'Revoke an access token',
  description: 'Its open streams end within seconds. What it has proposed can still be approved or refused.',
  scope: 'write',
  params: TokenPath,
  async handle({ services, caller, params }) {
    needOwnToken(caller);
    const known = (await services.tokens.list()).some(({ id }) => id === params.tokenID);
    if (!known || (await services.tokens.revoke(params.tokenID)) === 0) throw notFound('Token');
    return undefined;
  },
});
