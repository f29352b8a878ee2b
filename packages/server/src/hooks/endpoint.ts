/** An endpoint as it is kept: where events are posted, which, and how that goes. */

import { EventType, notFound } from '@partyline/protocol';
import type { Selectable } from 'kysely';
import type { WebhooksTable } from '../store/tables.ts';
import type { Transaction } from '../store/writer.ts';
import { hasEnded } from './maker.ts';
import { type KeptSecret, keptSecrets } from './secrets.ts';

/** Why nothing is posted, as it is written down. */
export type Disabled = 'owner' | 'gone' | 'failing';

export interface Endpoint {
  readonly id: string;
  readonly owner: string;
  readonly url: string;
  readonly description: string | undefined;
  readonly types: readonly EventType[] | undefined;
  readonly accountIDs: readonly string[] | undefined;
  readonly chatIDs: readonly string[] | undefined;
  readonly secrets: readonly KeptSecret[];
  /** In the log: everything up to here is done. */
  readonly position: number;
  /** `revoked`: its token was, or ran out. Not written down, so that it holds from that moment on. */
  readonly disabled: Disabled | 'revoked' | undefined;
  readonly trouble: Trouble;
  readonly lastDeliveredAt: number | undefined;
  readonly missedAt: number | undefined;
  /** The token it came with; undefined when that was not kept. */
  readonly madeBy: { readonly tokenID: string; readonly name: string } | undefined;
  readonly createdAt: number;
}

/** What stands between an endpoint and the next event. Times are milliseconds since the epoch. */
export interface Trouble {
  /** Tries of the event that waits. */
  readonly attempts: number;
  /** Events given up in a row. */
  readonly givenUp: number;
  readonly failingSince: number | undefined;
  readonly nextAttemptAt: number | undefined;
  readonly lastError: string | undefined;
}

/** As columns: an endpoint without trouble. */
export const noTrouble = {
  attempts: 0,
  given_up: 0,
  failing_since: null,
  next_attempt_at: null,
  last_error: null,
} as const;

const disabledReasons: readonly Disabled[] = ['owner', 'gone', 'failing'];

export type EndpointRow = Selectable<WebhooksTable> & { readonly ended: number };

export const selectEndpoints = (db: Transaction) =>
  db.selectFrom('webhooks').selectAll().select(hasEnded(Date.now()).as('ended'));

export function endpointOf(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    owner: row.owner_id,
    url: row.url,
    description: row.description ?? undefined,
    types: row.types === null ? undefined : EventType.enum.filter((type) => listOf(row.types)?.includes(type)),
    accountIDs: listOf(row.account_ids),
    chatIDs: listOf(row.chat_ids),
    secrets: keptSecrets(row.secrets),
    position: row.position,
    disabled: disabledReasons.find((reason) => reason === row.disabled) ?? (row.ended === 1 ? 'revoked' : undefined),
    trouble: {
      attempts: row.attempts,
      givenUp: row.given_up,
      failingSince: row.failing_since ?? undefined,
      nextAttemptAt: row.next_attempt_at ?? undefined,
      lastError: row.last_error ?? undefined,
    },
    lastDeliveredAt: row.last_delivered_at ?? undefined,
    missedAt: row.missed_at ?? undefined,
    madeBy: row.token_id === null ? undefined : { tokenID: row.token_id, name: row.token_name ?? '' },
    createdAt: row.created_at,
  };
}

export type WebhookState = 'ok' | 'retrying' | 'disabled';

export function stateOf({ disabled, trouble }: Endpoint): WebhookState {
  if (disabled !== undefined) return 'disabled';
  return trouble.attempts + trouble.givenUp > 0 ? 'retrying' : 'ok';
}

function listOf(json: string | null): readonly string[] | undefined {
  return json === null ? undefined : JSON.parse(json);
}

/** Whoever it belongs to. */
export async function findEndpoint(db: Transaction, id: string): Promise<Endpoint | undefined> {
  const row = await selectEndpoints(db).where('id', '=', id).executeTakeFirst();
  return row && endpointOf(row);
}

/** @throws ApiError `NOT_FOUND` */
export async function needEndpoint(db: Transaction, owner: string, id: string): Promise<Endpoint> {
  const endpoint = await findEndpoint(db, id);
  if (endpoint?.owner !== owner) throw notFound('Webhook');
  return endpoint;
}
