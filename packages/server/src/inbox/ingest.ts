/**
 * Where everything a network delivers becomes durable. Events go into a journal, in order, once each: an event that comes again is recognised by
 * its ID. Resolves after the commit, which is when the connector may acknowledge (design contract 1).
 */

import type { NetworkEvent } from '@partyline/connector';
import type { Store } from '../store/store.ts';

export interface Origin {
  readonly owner: string;
  readonly loginID: string;
}

/** @throws ApiError `UNAVAILABLE` when nothing could be stored; TypeError for a kind of event this server does not know */
export async function ingest(store: Store, { owner, loginID }: Origin, events: readonly NetworkEvent[]): Promise<void> {
  const unknown = events.find((event) => event.kind !== 'message');
  if (unknown !== undefined) throw new TypeError(`There is no kind of event called ${String(unknown.kind)}`);
  if (events.length === 0) return;
  const at = Date.now();
  const rows = events.map((event) => ({
    owner_id: owner,
    login_id: loginID,
    event_id: event.id,
    event: JSON.stringify(event),
    at,
  }));
  await store.write(async (tx) => {
    for (let start = 0; start < rows.length; start += rowsPerInsert) {
      await tx
        .insertInto('inbound')
        .values(rows.slice(start, start + rowsPerInsert))
        .onConflict((conflict) => conflict.columns(['login_id', 'event_id']).doNothing())
        .execute();
    }
  });
}

/** Keeps a statement's parameters well below the limits of both databases. */
const rowsPerInsert = 200;
