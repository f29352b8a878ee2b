/** The durable side of login sessions: one row each, and the sealed answers beside it. */

import type { Selectable } from 'kysely';
import type { Store } from '../../store/store.ts';
import type { LoginSessionsTable } from '../../store/tables.ts';
import type { Transaction } from '../../store/writer.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Answer } from './conversation.ts';

export interface SessionError {
  readonly code: string;
  readonly message: string;
}

export interface SessionRow {
  readonly id: string;
  readonly owner: string;
  readonly bridgeID: string;
  readonly flowID: string;
  readonly loginID: string | undefined;
  readonly state: 'open' | 'complete' | 'cancelled' | 'failed';
  readonly accountIDs: readonly string[];
  readonly error: SessionError | undefined;
  readonly expiresAt: number;
}

/** An ended session can be read for a day. */
const keptMs = 24 * 60 * 60 * 1_000;

export interface SessionRows {
  get(owner: string, bridgeID: string, id: string): Promise<SessionRow | undefined>;
  countOpen(owner: string): Promise<number>;
  insert(row: SessionRow): Promise<void>;
  /** Stores the answers sealed, and how long the session now lives. @throws SessionOver */
  remember(row: SessionRow, answers: readonly Answer[], expiresAt: number): Promise<void>;
  answers(row: SessionRow): Promise<readonly Answer[]>;
  /** Ends an open session and forgets its answers. @throws SessionOver when something else ended it first */
  end(tx: Transaction, row: SessionRow, end: SessionEnd): Promise<void>;
  /** Fails what ran out of time and deletes what ended long ago. */
  sweep(now: number, error: SessionError): Promise<void>;
}

export type SessionEnd =
  | { readonly state: 'complete'; readonly loginID: string; readonly accountIDs: readonly string[] }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly error: SessionError };

/** The session is no longer open: whatever was to be done with it must not happen. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

const subject = (id: string) => `session/${id}` as const;

export function sessionRows(store: Store, vault: Vault): SessionRows {
  return {
    async get(owner, bridgeID, id) {
      const row = await store.read
        .selectFrom('login_sessions')
        .selectAll()
        .where('owner_id', '=', owner)
        .where('bridge_id', '=', bridgeID)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : sessionRow(row);
    },
    async countOpen(owner) {
      const { count } = await store.read
        .selectFrom('login_sessions')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('owner_id', '=', owner)
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow();
      return count;
    },
    async insert(row) {
      const now = Date.now();
      await store.write((tx) =>
        tx
          .insertInto('login_sessions')
          .values({
            id: row.id,
            owner_id: row.owner,
            bridge_id: row.bridgeID,
            flow_id: row.flowID,
            login_id: row.loginID ?? null,
            state: row.state,
            account_ids: null,
            error: null,
            created_at: now,
            updated_at: now,
            expires_at: row.expiresAt,
          })
          .execute(),
      );
    },
    async remember(row, answers, expiresAt) {
      const json = JSON.stringify(answers);
      await store.write(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('login_sessions')
          .set({ expires_at: expiresAt, updated_at: Date.now() })
          .where('id', '=', row.id)
          .where('state', '=', 'open')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new SessionOver('The login session is no longer open');
        await vault.put(tx, row.owner, subject(row.id), 'answers', json);
      });
    },
    async answers(row) {
      const { answers } = await vault.open(row.owner, subject(row.id));
      return answers === undefined ? [] : JSON.parse(answers);
    },
    async end(tx, row, end) {
      const { numUpdatedRows } = await tx
        .updateTable('login_sessions')
        .set({
          state: end.state,
          updated_at: Date.now(),
          ...(end.state === 'complete' && { login_id: end.loginID, account_ids: JSON.stringify(end.accountIDs) }),
          ...(end.state === 'failed' && { error: JSON.stringify(end.error) }),
        })
        .where('id', '=', row.id)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new SessionOver('The login session is no longer open');
      await vault.remove(tx, row.owner, subject(row.id));
    },
    async sweep(now, error) {
      await store.write(async (tx) => {
        const expired = await tx
          .updateTable('login_sessions')
          .set({ state: 'failed', error: JSON.stringify(error), updated_at: now })
          .where('state', '=', 'open')
          .where('expires_at', '<=', now)
          .returning(['id', 'owner_id'])
          .execute();
        for (const row of expired) await vault.remove(tx, row.owner_id, subject(row.id));
        await tx
          .deleteFrom('login_sessions')
          .where('state', '!=', 'open')
          .where('updated_at', '<', now - keptMs)
          .execute();
      });
    },
  };
}

function sessionRow(row: Selectable<LoginSessionsTable>): SessionRow {
  return {
    id: row.id,
    owner: row.owner_id,
    bridgeID: row.bridge_id,
    flowID: row.flow_id,
    loginID: row.login_id ?? undefined,
    // Only this module writes the column.
    state: row.state as SessionRow['state'],
    accountIDs: row.account_ids === null ? [] : JSON.parse(row.account_ids),
    error: row.error === null ? undefined : JSON.parse(row.error),
    expiresAt: row.expires_at,
  };
}
