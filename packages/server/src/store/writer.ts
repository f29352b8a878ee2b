/**
 * The one writer. Jobs that arrive while others run share one commit (group commit): each job is a savepoint, so that one that fails takes only
 * its own changes back, and every promise resolves only after the commit that made it durable.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@partyline/protocol';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A running transaction. Must not be kept or used after the job returned. */
export type Transaction = Kysely<Tables>;

/** Runs inside the transaction. Must not wait for anything but its own queries: everybody else's writes wait meanwhile. */
export type Job<T> = (tx: Transaction) => Promise<T>;

export interface Writer {
  /** @throws ApiError `UNAVAILABLE` when the database cannot be written; nothing was changed then. */
  write<T>(job: Job<T>): Promise<T>;
  /** Resolves when everything accepted so far is committed or has failed. */
  idle(): Promise<void>;
}

/** Largest number of jobs in one commit: bounds how long the first of them waits. */
const jobsPerCommit = 64;
/** How long another process may hold the database before writes are refused. */
const busyLimitMs = 5_000;
const busyPauseMs = 20;

interface Pending {
  /** Runs the job in its savepoint; gives back how to settle its promise once the commit is known. */
  run(tx: Transaction): Promise<{ committed(): void }>;
  failed(error: unknown): void;
}

/** @param onCommit called after each commit, before the promises of its jobs resolve */
export function createWriter(db: Kysely<Tables>, onCommit: () => void = () => {}): Writer {
  const queue: Pending[] = [];
  let draining: Promise<void> | undefined;

  const drain = async () => {
    while (queue.length > 0) await commitBatch(db, queue.splice(0, jobsPerCommit), onCommit);
    draining = undefined;
  };

  return {
    write: (job) =>
      new Promise((resolve, reject) => {
        queue.push({
          async run(tx) {
            await sql`savepoint job`.execute(tx);
            try {
              const result = await job(tx);
              await sql`release job`.execute(tx);
              return { committed: () => resolve(result) };
            } catch (error) {
              // Not the job's own failure: it can be tried again once there is room, and so can everybody else's.
              if (isDatabaseInTrouble(error)) throw error;
              await sql`rollback to job`.execute(tx);
              await sql`release job`.execute(tx);
              return { committed: () => reject(error) };
            }
          },
          failed: reject,
        });
        // One turn of the loop: requests that arrived together share the commit.
        draining ??= new Promise<void>((turn) => setImmediate(turn)).then(drain);
      }),
    idle: async () => {
      while (draining !== undefined) await draining;
    },
  };
}

async function commitBatch(db: Kysely<Tables>, batch: readonly Pending[], onCommit: () => void): Promise<void> {
  try {
    const settled = await db.connection().execute(async (connection) => {
      await begin(connection);
      try {
        const results: { committed(): void }[] = [];
        for (const pending of batch) results.push(await pending.run(connection));
        await sql`commit`.execute(connection);
        return results;
      } catch (error) {
        // After some failures SQLite has already rolled back, and says so.
        await sql`rollback`.execute(connection).catch(() => undefined);
        throw error;
      }
    });
    onCommit();
    for (const { committed } of settled) committed();
  } catch (error) {
    const refusal = new ApiError(
      'UNAVAILABLE',
      'The database cannot be written right now. Nothing was changed; try again.',
    );
    refusal.cause = error;
    for (const pending of batch) pending.failed(refusal);
  }
}

async function begin(connection: Transaction): Promise<void> {
  const deadline = performance.now() + busyLimitMs;
  for (;;) {
    try {
      await sql`begin immediate`.execute(connection);
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await delay(busyPauseMs);
    }
  }
}

/** Result codes of SQLite without their extensions (https://sqlite.org/rescode.html). */
const busy = 5;
const ioError = 10;
const full = 13;

const isBusy = (error: unknown): boolean => resultCode(error) === busy;

function isDatabaseInTrouble(error: unknown): boolean {
  const code = resultCode(error);
  return code === busy || code === ioError || code === full;
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
