import { AccessTokenList } from '@partyline/protocol';
import { operation } from '../operation.ts';
import { needOwnToken } from './paths.ts';
import { tokenView } from './view.ts';

/** Additive to the contract, as all of tokens. */
export const listTokens = operation({
  id: 'tokens.list',
  method: 'GET',
  path: '/v1/tokens',
  tag: 'Tokens',
  summary: 'List access tokens, oldest first, without their secrets',
  scope: 'read',
  response: AccessTokenList,
  async handle({ services, caller }) {
    needOwnToken(caller);
    return { items: (await services.tokens.list()).map(tokenView) };
  },
});
