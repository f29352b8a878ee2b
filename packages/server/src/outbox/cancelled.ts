/** What a chat shows of a message that a person gave up. Its pending ID stays known for ever. */

import type { AccountFacts } from '../inbox/account-facts.ts';
import { Batch } from '../inbox/intake/batch.ts';
import { settleMessage } from '../inbox/intake/echoes.ts';
import { append } from '../log/event-log.ts';
import type { Transaction } from '../store/writer.ts';
import type { Delivery } from './delivery-rows.ts';
import { insertPending, type ShownIn, showStatus, statusOf } from './pending-message.ts';

export async function showCancelled(
  tx: Transaction,
  delivery: Delivery,
  chat: ShownIn,
  account: AccountFacts | undefined,
): Promise<void> {
  if (account === undefined) return;
  const { pendingID, request, state } = delivery;
  if (delivery.sentParts.some((part) => part !== null)) return showHalf(tx, delivery, account);
  // One that was not due yet never stood in its chat.
  if (state === 'scheduled') await insertPending(tx, { chat, account, pendingID, request, now: Date.now() });
  const status = statusOf('FAIL_PERMANENT', Date.now(), {
    reason: 'cancelled',
    message: state === 'uncertain' ? 'Discarded. It is not known whether it was sent.' : 'Cancelled. It was not sent.',
  });
  const events = await showStatus(tx, chat, pendingID, status);
  await tx
    .updateTable('messages')
    .set({ deleted: 1, text: '', attachments: null, mentions: null })
    .where('chat_id', '=', chat.id)
    .where('pending_id', '=', pendingID)
    .where('pending', '=', 1)
    .execute();
  await append(tx, delivery.owner, ...events);
}

/** The network has the first parts: the message stands in the chat, and can be deleted there. */
async function showHalf(tx: Transaction, delivery: Delivery, account: AccountFacts): Promise<void> {
  const batch = new Batch(tx, delivery.owner, [account]);
  const chat = await batch.findByRowID(account, delivery.chatID);
  const message = await tx
    .selectFrom('messages')
    .selectAll()
    .where('pending_id', '=', delivery.pendingID)
    .executeTakeFirst();
  if (chat === undefined || message === undefined) return;
  const status = statusOf('FAIL_PERMANENT', Date.now(), {
    reason: 'cancelled',
    message: 'Cancelled. A part of it was sent before.',
  });
  const sent = delivery.sentParts.filter((part) => part !== null);
  await settleMessage(batch, chat, message, sent, status);
  await batch.finish();
}
