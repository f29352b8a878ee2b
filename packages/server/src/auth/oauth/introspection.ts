/** What a token is, for whoever has it (RFC 7662; auth.md, 3.7 and 3.9). */

import type { Store } from '../../store/store.ts';
import { readScopes } from '../scopes.ts';
import { digest } from '../secret-text.ts';

export interface TokenFacts {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number | undefined;
  /** The program it was granted to; undefined for a token that the owner made. */
  readonly client:
    | { readonly id: string; readonly userAgent: string | undefined; readonly remoteAddress: string | undefined }
    | undefined;
}

/** @returns undefined for a token that is not good */
export async function factsOfToken(store: Store, text: string): Promise<TokenFacts | undefined> {
  const row = await store.read
    .selectFrom('tokens')
    .leftJoin('oauth_grants', 'oauth_grants.id', 'tokens.grant_id')
    .leftJoin('oauth_clients', 'oauth_clients.id', 'oauth_grants.client_id')
    .selectAll('tokens')
    .select(['oauth_grants.client_id', 'oauth_clients.user_agent', 'oauth_clients.remote_address'])
    .where('hash', '=', digest(text))
    .executeTakeFirst();
  if (row === undefined || (row.expires_at !== null && row.expires_at <= Date.now())) return undefined;
  return {
    id: row.id,
    name: row.name,
    scope: readScopes(row.scopes).join(' '),
    issuedAt: Math.floor(row.created_at / 1_000),
    expiresAt: row.expires_at === null ? undefined : Math.floor(row.expires_at / 1_000),
    client:
      row.client_id === null
        ? undefined
        : {
            id: row.client_id,
            userAgent: row.user_agent ?? undefined,
            remoteAddress: row.remote_address ?? undefined,
          },
  };
}
