/** How far deliveries are, in the database and in their chats. */

import type { OutgoingPart, Sent } from '@partyline/connector';
import type { Accounts } from '../inbox/account-facts.ts';
import { findChat } from '../inbox/chat-rows.ts';
import { Batch } from '../inbox/intake/batch.ts';
import { confirmPart } from '../inbox/intake/echoes.ts';
import { append } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { Delivery, DeliveryState as State } from './delivery-rows.ts';
import { showStatus, statusOf, type Why } from './pending-message.ts';
import { persist } from './persist.ts';

/**
 * Every change is durable when it resolves, and waits for a database that cannot be written. A delivery that a person, the clock or an echo has
 * settled meanwhile stays as they left it. @throws Stopping
 */
export interface DeliveryState {
  /** @returns false when it waits no more, and must not be sent */
  sending(delivery: Delivery, parts: readonly OutgoingPart[]): Promise<boolean>;
  confirmed(delivery: Delivery, part: number, sent: Sent): Promise<void>;
  /** Back to waiting, after so many tries. */
  queued(delivery: Delivery, attempts: number): Promise<void>;
  failed(delivery: Delivery, why: Why, retriable: boolean): Promise<void>;
  uncertain(delivery: Delivery): Promise<void>;
}

const underWay: readonly State[] = ['queued', 'sending'];

export function createDeliveryState(store: Store, accounts: Accounts, signal: AbortSignal): DeliveryState {
  return {
    sending: (delivery, parts) =>
      persist(store, signal, async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('deliveries')
          .set({ state: 'sending', parts: JSON.stringify(parts), attempts: delivery.attempts + 1 })
          .where('id', '=', delivery.id)
          .where('state', '=', 'queued')
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),
    confirmed: (delivery, part, sent) =>
      persist(store, signal, async (tx) => {
        const account = accounts.find(delivery.owner, delivery.accountID);
        if (account === undefined) return;
        const batch = new Batch(tx, delivery.owner, [account]);
        const chat = await batch.findByRowID(account, delivery.chatID);
        if (chat !== undefined) await confirmPart(batch, chat, delivery.pendingID, part, sent);
        await batch.finish();
      }),
    queued: (delivery, attempts) =>
      persist(store, signal, async (tx) => {
        await tx
          .updateTable('deliveries')
          .set({ state: 'queued', attempts })
          .where('id', '=', delivery.id)
          .where('state', 'in', underWay)
          .execute();
      }),
    failed: (delivery, { reason, message }, retriable) =>
      persist(store, signal, (tx) => stopDelivery(tx, delivery, underWay, 'failed', { reason, message, retriable })),
    uncertain: (delivery) => persist(store, signal, (tx) => stopDelivery(tx, delivery, underWay, 'uncertain')),
  };
}

const uncertainty = {
  reason: 'uncertain',
  message:
    'It is not known whether this message was sent. Look at the chat elsewhere, then say that it arrived, send it again or discard it.',
  retriable: true,
};

/** Ends a delivery that is in one of these states without success. A person can take it up again. */
export async function stopDelivery(
  tx: Transaction,
  delivery: Pick<Delivery, 'id' | 'owner' | 'chatID' | 'pendingID'>,
  from: readonly State[],
  state: Extract<State, 'failed' | 'uncertain'>,
  { retriable, ...why }: Why & { readonly retriable: boolean } = uncertainty,
): Promise<void> {
  const stopped = await tx
    .updateTable('deliveries')
    .set({ state })
    .where('id', '=', delivery.id)
    .where('state', 'in', from)
    .returning('sent_parts')
    .executeTakeFirst();
  const chat = await findChat(tx, delivery.owner, String(delivery.chatID));
  if (chat === undefined || stopped === undefined) return;
  // Only parts that the network confirmed are ever written there.
  const message = stopped.sent_parts === null ? why.message : `${why.message} A part of it was sent.`;
  const status = statusOf(retriable ? 'FAIL_RETRIABLE' : 'FAIL_PERMANENT', Date.now(), { ...why, message });
  await append(tx, delivery.owner, ...(await showStatus(tx, chat, delivery.pendingID, status)));
}
