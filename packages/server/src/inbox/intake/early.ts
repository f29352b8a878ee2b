/** What is said of a message that is not there yet: kept, and said again once it is. */

import type { EditEvent, ReactionEvent, ReadEvent, RemovalEvent } from '@partyline/connector';
import type { Transaction } from '../../store/writer.ts';
import type { AccountFacts } from '../account-facts.ts';
import type { Batch } from './batch.ts';

/** Where a message's ID would be, for what is said of a chat that is not there yet. */
export const wholeChat = '';

/** A message that has not come by then does not come any more. */
const patienceMs = 30 * 24 * 3_600_000;
const rowsPerTurn = 500;

export type ChangeEvent = EditEvent | RemovalEvent | ReactionEvent | ReadEvent;

export async function keepEarly(
  batch: Batch,
  account: AccountFacts,
  messageID: string,
  event: ChangeEvent,
): Promise<void> {
  const row = {
    account_id: account.accountID,
    chat_remote_id: event.chatID,
    message_remote_id: messageID,
    event: JSON.stringify(event),
  };
  const kept = await batch.tx
    .selectFrom('early_events')
    .select('id')
    .where('account_id', '=', row.account_id)
    .where('chat_remote_id', '=', row.chat_remote_id)
    .where('message_remote_id', '=', row.message_remote_id)
    .where('event', '=', row.event)
    .executeTakeFirst();
  if (kept !== undefined) return;
  await batch.tx
    .insertInto('early_events')
    .values({ ...row, kept_at: Date.now() })
    .execute();
}

/** Takes out everything that waited for these messages of a chat. */
export async function takeEarly(
  batch: Batch,
  account: AccountFacts,
  chatRemoteID: string,
  messageIDs: readonly string[],
): Promise<ChangeEvent[]> {
  const rows = await batch.tx
    .deleteFrom('early_events')
    .where('account_id', '=', account.accountID)
    .where('chat_remote_id', '=', chatRemoteID)
    .where('message_remote_id', 'in', messageIDs)
    .returning(['id', 'event'])
    .execute();
  return rows.sort((one, other) => one.id - other.id).map(({ event }) => JSON.parse(event));
}

/** Whether anything waits at all, so that the usual batch need not ask for each chat. */
export async function hasEarly(batch: Batch, account: AccountFacts): Promise<boolean> {
  const row = await batch.tx
    .selectFrom('early_events')
    .select('id')
    .where('account_id', '=', account.accountID)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives up some of what has waited too long. @returns whether there may be more */
export async function forgetEarly(tx: Transaction, now: number): Promise<boolean> {
  const old = tx
    .selectFrom('early_events')
    .select('id')
    .where('kept_at', '<', now - patienceMs)
    .limit(rowsPerTurn);
  const { numDeletedRows } = await tx.deleteFrom('early_events').where('id', 'in', old).executeTakeFirst();
  return numDeletedRows === BigInt(rowsPerTurn);
}
