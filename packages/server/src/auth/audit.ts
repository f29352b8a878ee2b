/**
 * What tokens write: who, what, when, and what came of it. The entry is queued before the write itself, so that it is committed no later than that;
 * the outcome is added afterwards. An entry without one says that the server ended in between.
 */

import type { AuditEntry, AuditPage } from '@partyline/protocol';
import { ApiError, invalidValue } from '@partyline/protocol';
import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { AuditTable } from '../store/tables.ts';
import type { Transaction } from '../store/writer.ts';
import type { Caller } from './tokens.ts';

export interface AuditQuery {
  readonly tokenID?: string | undefined;
  readonly chatID?: string | undefined;
  readonly cursor?: string | undefined;
  readonly direction?: 'before' | 'after' | undefined;
  readonly limit: number;
}

export interface Audit {
  /** Runs a write and notes it. @param targetOf IDs that the answer names */
  noted<T>(caller: Caller, write: Noted<T>): Promise<T>;
  /** Newest first. @throws ApiError `VALIDATION_ERROR` for a cursor that is none */
  list(owner: string, query: AuditQuery): Promise<AuditPage>;
  /** Notes the outcomes that are not noted yet, and sweeps no more. */
  stop(): Promise<void>;
}

export interface Noted<T> {
  readonly operation: string;
  readonly target: Target;
  run(): T | Promise<T>;
  answered(answer: T): Target;
}

/** IDs by name. */
export type Target = Readonly<Record<string, string>>;

const dayMs = 24 * 60 * 60 * 1_000;
const sweepEveryMs = 60 * 60 * 1_000;
/** Outcomes share a write. */
const outcomesEveryMs = 50;

export function createAudit(store: Store, days: number, log: Logger): Audit {
  const outcomes = new Map<number, { readonly result: string; readonly target: string }>();
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const writeOutcomes = () => {
    timer = undefined;
    const some = [...outcomes];
    outcomes.clear();
    if (some.length === 0) return writing;
    writing = store
      .write(async (tx) => {
        const update = tx.updateTable('audit').set({ result: '', target: '' }).where('id', '=', 0).compile();
        for (const [id, { result, target }] of some)
          await tx.executeQuery({ ...update, parameters: [result, target, id] });
      })
      .catch((error: unknown) => log.warn({ err: error }, 'what came of writes could not be noted in the audit log'));
    return writing;
  };
  /** Entries of one moment are one job of the writer, which is queued with the first of them. */
  let collecting: { readonly rows: Entry[]; readonly written: Promise<number[]> } | undefined;
  const enter = async (row: Entry): Promise<number> => {
    if (collecting === undefined) {
      const rows: Entry[] = [];
      const written = store.write((tx) => {
        collecting = undefined;
        return insertAll(tx, rows);
      });
      collecting = { rows, written };
      // Where the job could not even begin, nobody else must join it.
      written.catch(() => {
        if (collecting?.rows === rows) collecting = undefined;
      });
    }
    const index = collecting.rows.push(row) - 1;
    return (await collecting.written)[index] ?? 0;
  };
  const note = (id: number, result: string, target: Target) => {
    outcomes.set(id, { result, target: JSON.stringify(target) });
    timer ??= setTimeout(writeOutcomes, outcomesEveryMs).unref();
  };

  const sweep = () => {
    const before = Date.now() - days * dayMs;
    store
      .write((tx) => tx.deleteFrom('audit').where('at', '<', before).execute())
      .catch((error: unknown) => log.warn({ err: error }, 'the audit log could not be swept; trying again in an hour'));
  };
  sweep();
  const sweeper = setInterval(sweep, sweepEveryMs).unref();

  return {
    async noted(caller, { operation, target, run, answered }) {
      const entry = enter({
        owner_id: caller.owner,
        at: Date.now(),
        token_id: caller.tokenID,
        token_name: caller.name,
        client_id: caller.clientID ?? null,
        operation,
        target: JSON.stringify(target),
      });
      // In the same turn: the two share a commit.
      const done = Promise.resolve().then(run);
      const [noted, outcome] = await Promise.allSettled([entry, done]);
      if (noted.status === 'rejected') {
        if (outcome.status === 'rejected') throw outcome.reason;
        throw noted.reason;
      }
      const id = noted.value;
      if (outcome.status === 'rejected') {
        note(id, outcome.reason instanceof ApiError ? outcome.reason.code : 'INTERNAL_ERROR', target);
        throw outcome.reason;
      }
      note(id, 'done', { ...target, ...answered(outcome.value) });
      return outcome.value;
    },
    async list(owner, { tokenID, chatID, cursor, direction = 'before', limit }) {
      const from = cursor === undefined ? undefined : readCursor(cursor);
      await writeOutcomes();
      const back = direction === 'before';
      let query = store.read.selectFrom('audit').selectAll().where('owner_id', '=', owner);
      if (tokenID !== undefined) query = query.where('token_id', '=', tokenID);
      if (chatID !== undefined)
        query = query.where('target', 'like', `%${JSON.stringify(chatID).replace(/[%_]/g, '_')}%`);
      if (from !== undefined) query = query.where('id', back ? '<' : '>', from);
      const found = await query
        .orderBy('id', back ? 'desc' : 'asc')
        .limit(limit + 1)
        .execute();
      const walked = found.slice(0, limit);
      const rows = back ? walked : walked.toReversed();
      return {
        items: rows.map(view),
        hasMore: found.length > limit,
        // SDKs continue every walk with `oldestCursor` (contract 1.5).
        oldestCursor: cursorOf(walked.at(-1), from),
        newestCursor: cursorOf(rows[0], from),
      };
    },
    async stop() {
      clearInterval(sweeper);
      clearTimeout(timer);
      await writeOutcomes();
    },
  };
}

type Row = Selectable<AuditTable>;
type Entry = Omit<Row, 'id' | 'result'>;

/** With a statement that is compiled once. @returns their IDs */
async function insertAll(tx: Transaction, rows: readonly Entry[]): Promise<number[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const insert = tx.insertInto('audit').values(first).compile();
  const ids: number[] = [];
  for (const row of rows) {
    const { insertId } = await tx.executeQuery({ ...insert, parameters: Object.values<string | number | null>(row) });
    ids.push(Number(insertId));
  }
  return ids;
}

function view(row: Row): AuditEntry {
  return {
    id: String(row.id),
    at: new Date(row.at).toISOString(),
    tokenID: row.token_id,
    tokenName: row.token_name,
    ...(row.client_id !== null && { clientID: row.client_id }),
    operation: row.operation,
    target: JSON.parse(row.target),
    result: row.result ?? 'unknown',
  };
}

const cursorOf = (row: Row | undefined, from: number | undefined): string | null =>
  row === undefined ? (from === undefined ? null : String(from)) : String(row.id);

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw invalidValue(['query', 'cursor'], 'This is not a cursor of the audit log.');
  return Number(cursor);
}
