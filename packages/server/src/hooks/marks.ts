/** What is written down after a try: where the endpoint stands, and the try itself. One transaction each. */

import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { RenderedEvent } from '../stream/rendered-event.ts';
import type { Letter, Outcome } from './attempt.ts';
import { type Disabled, type Endpoint, noTrouble } from './endpoint.ts';
import type { Verdict } from './verdict.ts';

/** Of an endpoint; older ones are forgotten. */
const keptAttempts = 100;

export interface Marks {
  delivered(endpoint: Endpoint, position: number, outcome: Outcome): Promise<void>;
  failed(endpoint: Endpoint, event: RenderedEvent, outcome: Outcome, verdict: Verdict): Promise<void>;
  /** A try that does not move the endpoint on: a test, a replay. */
  tried(endpoint: Endpoint, outcome: Outcome): Promise<void>;
  /** Up to there nothing was wanted. */
  passed(endpoint: Endpoint, position: number): Promise<void>;
  /** The log has forgotten what came before the position. */
  missed(endpoint: Endpoint, position: number): Promise<void>;
}

/** The owner may have moved or redirected it meanwhile: then what they chose counts, and what was delivered may be delivered again. */
const stands = (tx: Transaction, { id, position, url }: Endpoint, changes: Changes) =>
  tx
    .updateTable('webhooks')
    .set(changes)
    .where('id', '=', id)
    .where('position', '=', position)
    .where('url', '=', url)
    .execute();

interface Changes {
  readonly position?: number;
  readonly disabled?: Disabled;
  readonly attempts?: number;
  readonly given_up?: number;
  readonly failing_since?: number | null;
  readonly next_attempt_at?: number | null;
  readonly last_error?: string | null;
  readonly last_delivered_at?: number;
  readonly missed_at?: number;
}

/** `dead`: it was the last try. */
export type Tried = (kind: Letter['kind'], outcome: 'delivered' | 'failed' | 'dead') => void;

export function createMarks(store: Store, tell: Tried = () => undefined): Marks {
  return {
    delivered: async (endpoint, position, outcome) => {
      await store.write(async (tx) => {
        const changes = { position, last_delivered_at: outcome.at + outcome.durationMs, ...noTrouble };
        await stands(tx, endpoint, changes);
        await record(tx, endpoint.id, outcome);
      });
      tell(outcome.letter.kind, 'delivered');
    },
    failed: async (endpoint, event, outcome, verdict) => {
      await store.write(async (tx) => {
        await record(tx, endpoint.id, outcome);
        if (verdict.act === 'give up') await bury(tx, endpoint, event, outcome);
        await stands(tx, endpoint, { last_error: outcome.error ?? null, ...changesOf(endpoint, event, verdict) });
      });
      tell(outcome.letter.kind, verdict.act === 'give up' ? 'dead' : 'failed');
    },
    tried: async (endpoint, outcome) => {
      await store.write((tx) => record(tx, endpoint.id, outcome));
      tell(outcome.letter.kind, outcome.error === undefined ? 'delivered' : 'failed');
    },
    passed: async (endpoint, position) => void (await store.write((tx) => stands(tx, endpoint, { position }))),
    missed: async (endpoint, position) =>
      void (await store.write((tx) => stands(tx, endpoint, { position, missed_at: Date.now() }))),
  };
}

function changesOf({ trouble }: Endpoint, event: RenderedEvent, verdict: Verdict): Changes {
  switch (verdict.act) {
    case 'retry':
      return { attempts: trouble.attempts + 1, failing_since: verdict.failingSince, next_attempt_at: verdict.at };
    case 'disable':
      return { attempts: trouble.attempts + 1, next_attempt_at: null, disabled: verdict.reason };
    case 'give up':
      return {
        position: event.position,
        attempts: 0,
        given_up: trouble.givenUp + 1,
        failing_since: verdict.failingSince,
        next_attempt_at: null,
        ...(verdict.disable !== undefined && { disabled: verdict.disable }),
      };
  }
}

/** Keeps what the log says of the event. Should the log have forgotten it, or the owner deleted the endpoint, there is nothing to keep. */
async function bury(tx: Transaction, { id, trouble }: Endpoint, event: RenderedEvent, outcome: Outcome): Promise<void> {
  const row = await tx
    .selectFrom('events')
    .select(['seq', 'type', 'subject', 'payload', 'at'])
    .where('seq', '=', event.position)
    .executeTakeFirst();
  const endpoint = await tx.selectFrom('webhooks').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined || endpoint === undefined) return;
  const failure = { failed_at: outcome.at, attempts: trouble.attempts + 1, error: outcome.error ?? '' };
  await tx
    .insertInto('webhook_dead_letters')
    .values({ webhook_id: id, ...row, ...failure })
    .execute();
}

async function record(tx: Transaction, id: string, { letter, at, durationMs, status, error }: Outcome): Promise<void> {
  const counted = await tx
    .updateTable('webhooks')
    .set((row) => ({ attempt_count: row('attempt_count', '+', 1) }))
    .where('id', '=', id)
    .returning('attempt_count')
    .executeTakeFirst();
  if (counted === undefined) return;
  const number = counted.attempt_count;
  await tx
    .insertInto('webhook_attempts')
    .values({
      webhook_id: id,
      number,
      message_id: letter.messageID,
      kind: letter.kind,
      type: letter.type,
      at,
      duration: durationMs,
      status: status ?? null,
      error: error ?? null,
    })
    .execute();
  await tx
    .deleteFrom('webhook_attempts')
    .where('webhook_id', '=', id)
    .where('number', '<=', number - keptAttempts)
    .execute();
}
