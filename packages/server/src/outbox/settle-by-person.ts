/** What becomes of a message when a person decides on it, and the network has it or a part of it. */

import type { SendStatus } from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';
import { Batch } from '../inbox/intake/batch.ts';
import { settleMessage } from '../inbox/intake/echoes.ts';
import { timeOf } from '../inbox/positions.ts';
import type { Transaction } from '../store/writer.ts';
import type { Delivery } from './delivery-rows.ts';

/** It stands where it was written, unless the network told a time. An echo that comes later is taken for it, by its transaction ID. */
export async function settleByPerson(
  tx: Transaction,
  delivery: Delivery,
  account: AccountFacts,
  status: SendStatus,
): Promise<void> {
  const batch = new Batch(tx, delivery.owner, [account]);
  const chat = await batch.findByRowID(account, delivery.chatID);
  const message = await tx
    .selectFrom('messages')
    .selectAll()
    .where('pending_id', '=', delivery.pendingID)
    .executeTakeFirst();
  if (chat === undefined || message === undefined) return;
  const [first = {}, ...rest] = delivery.sentParts.filter((part) => part !== null);
  await settleMessage(batch, chat, message, [{ timestamp: timeOf(message.id), ...first }, ...rest], status);
  await batch.finish();
}
