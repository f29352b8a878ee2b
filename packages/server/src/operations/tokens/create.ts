import { AccessTokenInput, invalidValue, NewAccessToken } from '@partyline/protocol';
import { readScopes, withRead } from '../../auth/scopes.ts';
import { operation } from '../operation.ts';
import { needOwnToken } from './paths.ts';
import { tokenView } from './view.ts';

export const createToken = operation({
  id: 'tokens.create',
  method: 'POST',
  path: '/v1/tokens',
  tag: 'Tokens',
  summary: 'Make an access token',
  description:
    'With a `policy` it sees the accounts and chats that are named there and nothing else, writes in the chats named, sends so many messages an hour, and what it sends ' +
    'may have to wait for the approval of the owner. A policy does not change: revoke the token and make another. The secret is told this once.',
  scope: 'write',
  body: AccessTokenInput,
  response: NewAccessToken,
  async handle({ services, caller, body }) {
    needOwnToken(caller);
    const { name, scopes = ['read', 'write'], policy } = body;
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    if (expiresAt !== undefined && !(expiresAt.getTime() > Date.now()))
      throw invalidValue(['body', 'expiresAt'], 'expiresAt must be a time in the future');
    const wanted = withRead(readScopes(scopes.join(' ')));
    const { id, token } = await services.tokens.create({ name: name.trim(), scopes: wanted, expiresAt, policy });
    const made = (await services.tokens.list()).find((info) => info.id === id);
    if (made === undefined) throw new Error('The token that was just made is not there');
    return { ...tokenView(made), token };
  },
});
