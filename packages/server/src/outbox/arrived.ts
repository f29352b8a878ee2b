/** What becomes of an uncertain message when a person says that it arrived: it counts as sent, and stands where it was written. */

import type { Sent } from '@partyline/connector';
import { ApiError, notFound } from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';
import type { Transaction } from '../store/writer.ts';
import type { Delivery } from './delivery-rows.ts';
import { statusOf } from './pending-message.ts';
import { settleByPerson } from './settle-by-person.ts';

/** @returns what the network has of it, with the part that nobody knew of: parts go out one after the other. */
export function withArrivedPart({ parts, sentParts }: Delivery): (Sent | null)[] {
  const count = parts?.length ?? 1;
  const known = Array.from({ length: count }, (_, index) => sentParts[index] ?? null);
  return known.with(Math.max(0, known.indexOf(null)), {});
}

export const showArrived = (tx: Transaction, delivery: Delivery, account: AccountFacts): Promise<void> =>
  settleByPerson(
    tx,
    delivery,
    account,
    statusOf('SUCCESS', Date.now(), {
      reason: 'confirmed_by_person',
      message: 'The network did not say so; a person did.',
    }),
  );

/**
 * Of a message that does not wait any more.
 * @returns the public ID of its chat, when it was sent, whoever said so
 * @throws ApiError `CONFLICT` when it was given up, `NOT_FOUND`
 */
export async function chatOfArrived(tx: Transaction, owner: string, pendingID: string): Promise<string> {
  const message = await tx
    .selectFrom('messages')
    .innerJoin('chats', 'chats.id', 'messages.chat_id')
    .select(['chats.public_id', 'messages.pending'])
    .where('messages.pending_id', '=', pendingID)
    .where('chats.owner_id', '=', owner)
    .executeTakeFirst();
  if (message === undefined) throw notFound('A message that was sent from here under that ID was');
  if (message.pending === 1)
    throw new ApiError(
      'CONFLICT',
      'The message was given up, or waits for approval. Only an uncertain one can be said to have arrived.',
    );
  return message.public_id;
}
