/**
 * The durable event log: everything visible that changes is appended in the transaction that changes it (design contract 2).
 * Sequence numbers only grow, and are never used again.
 */

import type { Account } from '@partyline/protocol';
import type { Transaction } from '../store/writer.ts';

export type LogEvent =
  | { readonly type: 'account.upserted'; readonly account: Account }
  | { readonly type: 'account.deleted'; readonly accountID: string };

export async function append(tx: Transaction, owner: string, event: LogEvent): Promise<void> {
  const [subject, payload] =
    event.type === 'account.upserted'
      ? [event.account.accountID, JSON.stringify(event.account)]
      : [event.accountID, null];
  await tx
    .insertInto('events')
    .values({ owner_id: owner, type: event.type, subject, payload, at: Date.now() })
    .execute();
}
