/** What a chat shows of a message that a person gave up. Its pending ID stays known for ever. */

import type { AccountFacts } from '../inbox/account-facts.ts';
import { append } from '../log/event-log.ts';
import type { Transaction } from '../store/writer.ts';
import type { Delivery } from './delivery-rows.ts';
import { insertPending, type ShownIn, showStatus, statusOf } from './pending-message.ts';
import { settleByPerson } from './settle-by-person.ts';

export async function showCancelled(
  tx: Transaction,
  delivery: Delivery,
  chat: ShownIn,
  account: AccountFacts | undefined,
): Promise<void> {
  if (account === undefined) return;
  const { pendingID, request, state } = delivery;
  // The network has the first parts: the message stands in the chat, and can be deleted there.
  if (delivery.sentParts.some((part) => part !== null)) {
    const said = { reason: 'cancelled', message: 'Cancelled. A part of it was sent before.' };
    return settleByPerson(tx, delivery, account, statusOf('FAIL_PERMANENT', Date.now(), said));
  }
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
