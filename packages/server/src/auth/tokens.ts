/** Access tokens: random, prefixed, shown once, stored as their SHA-256. A token of 256 random bits needs no slow
 * hash; one that the owner chose (`PARTYLINE_ACCESS_TOKEN`) is as strong as they made it. */

import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Scope } from '@partyline/protocol';
import { type Store, soleOwner } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';

export type TokenScope = Exclude<Scope, 'public'>;

/** Who calls. */
export interface Caller {
  readonly owner: string;
  readonly tokenID: string;
  readonly scopes: ReadonlySet<TokenScope>;
}

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt?: Date | undefined;
}

export interface Tokens {
  /** @returns the token's text, which cannot be read again */
  create(token: NewToken): Promise<{ id: string; token: string }>;
  /** Makes a token of a given text the only one of that name; `undefined` revokes what has the name. */
  fix(name: string, text: string | undefined): Promise<void>;
  list(): Promise<TokenInfo[]>;
  /** @returns how many tokens had that ID or name and are now revoked */
  revoke(idOrName: string): Promise<number>;
  /** @returns the caller of a token that was checked within the last second, else undefined */
  recent(text: string): Caller | undefined;
  /** @returns the caller, or why there is none */
  check(text: string): Promise<Caller | 'invalid' | 'expired'>;
  /** @returns those of these token IDs that are neither revoked nor expired */
  good(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

const prefix = 'ply_';
const allScopes: readonly TokenScope[] = ['read', 'write'];
/** A token revoked by another process works at most this long. */
const trustMs = 1_000;
const lastUsedEveryMs = 60_000;
/** A token that ran out is listed, and answered as expired, for a week. */
const keptMs = 7 * 24 * 60 * 60 * 1_000;
const maxRemembered = 1_000;

export function createTokens(store: Store): Tokens {
  const remembered = new Map<string, { caller: Caller; trustedUntil: number }>();

  const insert = async (tx: Transaction, text: string, { name, scopes, expiresAt }: NewToken): Promise<string> => {
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
      })
      .execute();
    return id;
  };

  const revoke = async (idOrName: string): Promise<number> => {
    const { numDeletedRows } = await store.write((tx) =>
      tx
        .deleteFrom('tokens')
        .where((row) => row.or([row('id', '=', idOrName), row('name', '=', idOrName)]))
        .executeTakeFirst(),
    );
    remembered.clear();
    return Number(numDeletedRows);
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
          .execute(),
      );
      const text = prefix + randomBytes(32).toString('base64url');
      return { id: await store.write((tx) => insert(tx, text, token)), token: text };
    },
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
      const rows = await store.read.selectFrom('tokens').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        scopes: readScopes(row.scopes),
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
      const row = await store.read.selectFrom('tokens').selectAll().where('hash', '=', digest(text)).executeTakeFirst();
      if (row === undefined) {
        remembered.delete(text);
        return 'invalid';
      }
      const expiresAt = row.expires_at ?? Number.POSITIVE_INFINITY;
      if (expiresAt <= now) return 'expired';
      const caller: Caller = { owner: row.owner_id, tokenID: row.id, scopes: new Set(readScopes(row.scopes)) };
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

function readScopes(text: string): TokenScope[] {
  return allScopes.filter((scope) => text.split(' ').includes(scope));
}

function digest(text: string): string {
  return hash('sha256', text, 'hex');
}
