/** Access tokens: random, prefixed, shown once, stored as their SHA-256. A token of 256 random bits needs no slow
 * hash; one that the owner chose (`PARTYLINE_ACCESS_TOKEN`) is as strong as they made it. */

import { randomUUID } from 'node:crypto';
import type { Policy as PolicyInput } from '@partyline/protocol';
import { type Store, soleOwner } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { type Policy, policyOf, policyView, storedPolicy } from './policy.ts';
import { allScopes, readScopes, type TokenScope } from './scopes.ts';
import { digest, randomSecret } from './secret-text.ts';

/** Who calls. */
export interface Caller {
  readonly owner: string;
  readonly tokenID: string;
  /**
   * Who calls, whichever token they hold at the moment: a program that was let in is the same over all its refreshes, and what stands for the owner is
   * the owner. By this is counted and remembered.
   */
  readonly program: string;
  /** What the owner calls the token. */
  readonly name: string;
  readonly scopes: ReadonlySet<TokenScope>;
  /** Undefined: it is held to its scopes alone. */
  readonly policy?: Policy | undefined;
  /** The program that the token was granted to; undefined for a token that the owner made. */
  readonly clientID?: string | undefined;
}

/** As a {@link Caller.program}. */
export const ownerItself = 'owner';

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly policy: PolicyInput | undefined;
  /** As of {@link Caller}. */
  readonly clientID: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly policy?: PolicyInput | undefined;
  readonly expiresAt?: Date | undefined;
  /** The grant that it is an access token of. */
  readonly grantID?: string;
  /** Instead of `policy`: that of the grant, which was read when it was granted. */
  readonly held?: Policy | undefined;
  /** For one command of whoever owns the data folder: what it makes is the owner's own and stays when it is gone. */
  readonly forOwner?: boolean;
}

/** The text cannot be read again. */
export interface MadeToken {
  readonly id: string;
  readonly token: string;
}

export interface Tokens {
  /** @throws ApiError `VALIDATION_ERROR` for a policy that names what is not there */
  create(token: NewToken): Promise<MadeToken>;
  /** As `create`, within a transaction. */
  issue(tx: Transaction, token: NewToken): Promise<MadeToken>;
  /** Nothing is taken for granted any more: to be called when tokens were removed. */
  forget(): void;
  /** Makes a token of a given text the only one of that name; `undefined` revokes what has the name. */
  fix(name: string, text: string | undefined): Promise<void>;
  list(): Promise<TokenInfo[]>;
  /** Ends the grants of access tokens as well. @returns how many tokens had that ID or name and are now revoked */
  revoke(idOrName: string): Promise<number>;
  /** @returns the caller of a token that was checked within the last second, else undefined */
  recent(text: string): Caller | undefined;
  /** @returns the caller, or why there is none */
  check(text: string): Promise<Caller | 'invalid' | 'expired'>;
  /** @returns those of these token IDs that are neither revoked nor expired */
  good(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

const prefix = 'ply_';
/** A token revoked by another process works at most this long. */
const trustMs = 1_000;
const lastUsedEveryMs = 60_000;
/** A token that ran out is listed, and answered as expired, for a week. */
const keptMs = 7 * 24 * 60 * 60 * 1_000;
const maxRemembered = 1_000;

export function createTokens(store: Store): Tokens {
  const remembered = new Map<string, { caller: Caller; trustedUntil: number }>();

  const insert = async (tx: Transaction, text: string, token: NewToken): Promise<string> => {
    const { name, scopes, expiresAt, grantID } = token;
    const policy = token.held ?? (token.policy && (await policyOf(tx, soleOwner, token.policy)));
    const id = `tok_${randomUUID()}`;
    await tx
      .insertInto('tokens')
      .values({
        id,
        owner_id: soleOwner,
        name,
        hash: digest(text),
        scopes: scopes.join(' '),
        created_at: Date.now(),
        expires_at: expiresAt?.getTime() ?? null,
        last_used_at: null,
        grant_id: grantID ?? null,
        policy: policy === undefined ? null : JSON.stringify(policy),
        for_owner: token.forOwner === true ? 1 : 0,
      })
      .execute();
    return id;
  };

  const issue = async (tx: Transaction, token: NewToken): Promise<MadeToken> => {
    const text = randomSecret(prefix);
    return { id: await insert(tx, text, token), token: text };
  };

  const revoke = async (idOrName: string): Promise<number> => {
    const revoked = await store.write(async (tx) => {
      const found = await tx
        .deleteFrom('tokens')
        .where((row) => row.or([row('id', '=', idOrName), row('name', '=', idOrName)]))
        .returning('grant_id')
        .execute();
      const grants = found.flatMap(({ grant_id }) => (grant_id === null ? [] : [grant_id]));
      // Or the program would fetch itself another.
      if (grants.length > 0) await tx.deleteFrom('oauth_grants').where('id', 'in', grants).execute();
      return found.length;
    });
    remembered.clear();
    return revoked;
  };

  const noteUse = (id: string, lastUsed: number | null, now: number) => {
    if (lastUsed !== null && now - lastUsed < lastUsedEveryMs) return;
    // Nobody waits for this, and a call does not fail for it.
    store
      .write((tx) => tx.updateTable('tokens').set({ last_used_at: now }).where('id', '=', id).execute())
      .catch(() => undefined);
  };

  return {
    async create(token) {
      // One that ran out cannot come back: its row is only in the way.
      await store.write((tx) =>
        tx
          .deleteFrom('tokens')
          .where('expires_at', '<', Date.now() - keptMs)
          .where('grant_id', 'is', null)
          .execute(),
      );
      return store.write((tx) => issue(tx, token));
    },
    issue,
    forget: () => remembered.clear(),
    async fix(name, text) {
      const rows = await store.read.selectFrom('tokens').select('hash').where('name', '=', name).execute();
      if (text !== undefined && rows.length === 1 && rows[0]?.hash === digest(text)) return;
      await store.write(async (tx) => {
        // A token of another name may have the same text: the one of the first start, say. From now on it has this name.
        await tx
          .deleteFrom('tokens')
          .where((row) =>
            row.or([row('name', '=', name), ...(text === undefined ? [] : [row('hash', '=', digest(text))])]),
          )
          .execute();
        if (text !== undefined) await insert(tx, text, { name, scopes: allScopes });
      });
      remembered.clear();
    },
    async list() {
      const rows = await store.read
        .selectFrom('tokens')
        .leftJoin('oauth_grants', 'oauth_grants.id', 'tokens.grant_id')
        .selectAll('tokens')
        .select('oauth_grants.client_id')
        .orderBy('tokens.created_at')
        .orderBy('tokens.id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        scopes: readScopes(row.scopes),
        policy: viewOf(storedPolicy(row.policy)),
        clientID: row.client_id ?? undefined,
        createdAt: new Date(row.created_at),
        expiresAt: row.expires_at === null ? undefined : new Date(row.expires_at),
        lastUsedAt: row.last_used_at === null ? undefined : new Date(row.last_used_at),
      }));
    },
    revoke,
    recent(text) {
      const known = remembered.get(text);
      return known !== undefined && known.trustedUntil > Date.now() ? known.caller : undefined;
    },
    async check(text) {
      const now = Date.now();
      const row = await store.read
        .selectFrom('tokens')
        .leftJoin('oauth_grants', 'oauth_grants.id', 'tokens.grant_id')
        .selectAll('tokens')
        .select('oauth_grants.client_id')
        .where('hash', '=', digest(text))
        .executeTakeFirst();
      if (row === undefined) {
        remembered.delete(text);
        return 'invalid';
      }
      const expiresAt = row.expires_at ?? Number.POSITIVE_INFINITY;
      if (expiresAt <= now) return 'expired';
      const caller: Caller = {
        owner: row.owner_id,
        tokenID: row.id,
        program: row.for_owner === 1 ? ownerItself : (row.grant_id ?? row.id),
        name: row.name,
        policy: storedPolicy(row.policy),
        scopes: new Set(readScopes(row.scopes)),
        clientID: row.client_id ?? undefined,
      };
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(text, { caller, trustedUntil: Math.min(now + trustMs, expiresAt) });
      noteUse(row.id, row.last_used_at, now);
      return caller;
    },
    async good(ids) {
      const rows = await store.read
        .selectFrom('tokens')
        .select('id')
        .where('id', 'in', ids)
        .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', Date.now())]))
        .execute();
      return new Set(rows.map(({ id }) => id));
    },
  };
}

const viewOf = (policy: Policy | undefined): PolicyInput | undefined => policy && policyView(policy);
