/** What the owner granted to programs: access tokens, and refresh tokens that are exchanged for new ones (RFC 6749, section 6; RFC 9700, section 4.14). */

import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import type { Transaction } from '../../store/writer.ts';
import { type Policy, policyOf, storedPolicy } from '../policy.ts';
import { readScopes, type TokenScope, withRead } from '../scopes.ts';
import { digest, randomSecret } from '../secret-text.ts';
import type { Tokens } from '../tokens.ts';
import type { Client } from './clients.ts';
import type { Approved } from './codes.ts';
import { OAuthError } from './oauth-error.ts';

/** Milliseconds. */
export interface GrantTimes {
  /** Of an access token whose program cannot refresh it: the official command line signs in once and never again. */
  readonly accessMs: number;
  /** Of an access token that can be refreshed. */
  readonly refreshedAccessMs: number;
  /** Of a refresh token, from its making: whoever comes in time gets a new one. */
  readonly refreshMs: number;
}

export interface Granted {
  readonly grantID: string;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly TokenScope[];
  readonly refreshToken: string | undefined;
}

export interface Grants {
  begin(approved: Approved): Promise<Granted>;
  /** @param scope fewer than were granted, for this access token @throws OAuthError `invalid_grant` or `invalid_scope` */
  refresh(text: string, clientID: string | undefined, scope: string | undefined): Promise<Granted>;
  end(grantID: string): Promise<void>;
  /** Ends the token, access or refresh, and the grant that it is of. */
  revoke(text: string): Promise<void>;
}

export function createGrants(store: Store, tokens: Tokens, times: GrantTimes, now: () => number = Date.now): Grants {
  const issue = async (
    tx: Transaction,
    grantID: string,
    client: Pick<Client, 'name'>,
    scopes: readonly TokenScope[],
    held: Policy | undefined,
    refreshable: boolean,
  ): Promise<Granted> => {
    const at = now();
    const lifetimeMs = refreshable ? times.refreshedAccessMs : times.accessMs;
    const { token } = await tokens.issue(tx, {
      name: client.name,
      scopes,
      expiresAt: new Date(at + lifetimeMs),
      grantID,
      held,
    });
    const refreshToken = refreshable ? randomSecret(refreshPrefix) : undefined;
    if (refreshToken !== undefined) {
      const row = { hash: digest(refreshToken), grant_id: grantID, expires_at: at + times.refreshMs, used_at: null };
      await tx.insertInto('refresh_tokens').values(row).execute();
    }
    return { grantID, accessToken: token, expiresInSeconds: Math.floor(lifetimeMs / 1_000), scopes, refreshToken };
  };

  const end = async (grantID: string) => {
    await store.write((tx) => tx.deleteFrom('oauth_grants').where('id', '=', grantID).execute());
    tokens.forget();
  };

  return {
    begin: ({ owner, client, scopes, policy }) =>
      store.write(async (tx) => {
        await dropEnded(tx, now());
        const grantID = `grant_${randomUUID()}`;
        const held = policy && (await policyOf(tx, owner, policy));
        await tx
          .insertInto('oauth_grants')
          .values({
            id: grantID,
            owner_id: owner,
            client_id: client.id,
            scopes: scopes.join(' '),
            created_at: now(),
            policy: held === undefined ? null : JSON.stringify(held),
          })
          .execute();
        return issue(tx, grantID, client, scopes, held, client.grantTypes.includes('refresh_token'));
      }),
    async refresh(text, clientID, scope) {
      const hash = digest(text);
      const outcome = await store.write(async (tx) => {
        const row = await tx
          .selectFrom('refresh_tokens')
          .innerJoin('oauth_grants', 'oauth_grants.id', 'refresh_tokens.grant_id')
          .innerJoin('oauth_clients', 'oauth_clients.id', 'oauth_grants.client_id')
          .select(['grant_id', 'client_id', 'expires_at', 'used_at', 'oauth_clients.name'])
          .select(['oauth_grants.scopes', 'oauth_grants.policy'])
          .where('hash', '=', hash)
          .executeTakeFirst();
        if (row === undefined || row.expires_at <= now()) return unknownToken();
        if ((clientID ?? row.client_id) !== row.client_id)
          return new OAuthError('invalid_grant', 'This refresh token was made for another program.');
        if (row.used_at !== null) {
          // Returned, not thrown: the end of the grant has to stay.
          await tx.deleteFrom('oauth_grants').where('id', '=', row.grant_id).execute();
          return new OAuthError(
            'invalid_grant',
            'This refresh token was used before. The sign-in is revoked; sign in again.',
          );
        }
        const granted = readScopes(row.scopes);
        const scopes = scope === undefined ? granted : withRead(readScopes(scope));
        if (scopes.length === 0 || !scopes.every((word) => granted.includes(word)))
          return new OAuthError('invalid_scope', `There was granted: ${row.scopes}.`);
        await tx.updateTable('refresh_tokens').set({ used_at: now() }).where('hash', '=', hash).execute();
        await tx.deleteFrom('tokens').where('grant_id', '=', row.grant_id).where('expires_at', '<=', now()).execute();
        return issue(tx, row.grant_id, row, scopes, storedPolicy(row.policy), true);
      });
      if (!(outcome instanceof OAuthError)) return outcome;
      tokens.forget();
      throw outcome;
    },
    end,
    async revoke(text) {
      const hash = digest(text);
      const grantOf = (table: 'tokens' | 'refresh_tokens') =>
        store.read.selectFrom(table).select('grant_id').where('hash', '=', hash).executeTakeFirst();
      const grantID = (await grantOf('tokens'))?.grant_id ?? (await grantOf('refresh_tokens'))?.grant_id;
      if (grantID !== undefined && grantID !== null) return end(grantID);
      await store.write((tx) => tx.deleteFrom('tokens').where('hash', '=', hash).execute());
      tokens.forget();
    },
  };
}

const refreshPrefix = 'plr_';

const unknownToken = () =>
  new OAuthError('invalid_grant', 'This refresh token is unknown, revoked or too old. Sign in again.');

/** Grants that no token of theirs can use any more, and their tokens. An access token is told to be expired for a week. */
async function dropEnded(tx: Transaction, at: number): Promise<void> {
  const alive = (table: 'tokens' | 'refresh_tokens', since: number) =>
    tx.selectFrom(table).select('grant_id').where('grant_id', 'is not', null).where('expires_at', '>', since);
  await tx
    .deleteFrom('oauth_grants')
    .where('id', 'not in', alive('tokens', at - expiredKeptMs))
    .where('id', 'not in', alive('refresh_tokens', at))
    .execute();
  await tx.deleteFrom('refresh_tokens').where('expires_at', '<=', at).execute();
}

const expiredKeptMs = 7 * 24 * 60 * 60 * 1_000;
