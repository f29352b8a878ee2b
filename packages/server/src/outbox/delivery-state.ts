/** How far deliveries are, in the database and in their chats. */

import type { OutgoingPart, Sent } from '@partyline/connector';
import type { Accounts } from '../inbox/account-facts.ts';
import { Batch } from '../inbox/intake/batch.ts';
import { confirmPart } from '../inbox/intake/echoes.ts';
import { append } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import type { Delivery, DeliveryState as State } from './delivery-rows.ts';
import { showStatus, statusOf, type Why } from './pending-message.ts';
import { persist } from './persist.ts';

/** Every change is durable when it resolves, and waits for a database that cannot be written. @throws Stopping */
export interface DeliveryState {
  remoteChatID(delivery: Delivery): Promise<string>;
  sending(delivery: Delivery, parts: readonly OutgoingPart[]): Promise<void>;
  confirmed(delivery: Delivery, part: number, sent: Sent): Promise<void>;
  queued(delivery: Delivery): Promise<void>;
  failed(delivery: Delivery, why: Why, retriable: boolean): Promise<void>;
  uncertain(delivery: Delivery): Promise<void>;
}

export function createDeliveryState(store: Store, accounts: Accounts, signal: AbortSignal): DeliveryState {
  return {
    async remoteChatID(delivery) {
      const chat = await store.read
        .selectFrom('chats')
        .select('remote_id')
        .where('id', '=', delivery.chatID)
        .executeTakeFirstOrThrow();
      return chat.remote_id;
    },
    sending: (delivery, parts) =>
      persist(store, signal, async (tx) => {
        await tx
          .updateTable('deliveries')
          .set({ state: 'sending', parts: JSON.stringify(parts), attempts: delivery.attempts + 1 })
          .where('id', '=', delivery.id)
          .execute();
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
    queued: (delivery) =>
      persist(store, signal, async (tx) => {
        await tx.updateTable('deliveries').set({ state: 'queued' }).where('id', '=', delivery.id).execute();
      }),
    failed: (delivery, { reason, message }, retriable) =>
      persist(store, signal, (tx) =>
        stopDelivery(tx, delivery, 'failed', { reason, message, retriable }),
      ),
    uncertain: (delivery) => persist(store, signal, (tx) => stopDelivery(tx, delivery, 'uncertain', uncertainty)),
  };
}

const uncertainty = {
  reason: 'uncertain',
  message: 'It is not known whether this message was sent. Look at the chat elsewhere, then send it again or discard it.',
  retriable: true,
};

/** Ends a delivery without success. A person can take it up again. */
export async function stopDelivery(
  tx: Transaction,
  delivery: Pick<Delivery, 'id' | 'owner' | 'chatID' | 'pendingID'>,
  state: Extract<State, 'failed' | 'uncertain'>,
  { retriable, ...why }: Why & { readonly retriable: boolean } = uncertainty,
): Promise<void> {
  // An echo may have settled it meanwhile.
  const { numUpdatedRows } = await tx
    .updateTable('deliveries')
    .set({ state })
    .where('id', '=', delivery.id)
    .executeTakeFirst();
  const chat = await tx
    .selectFrom('chats')
    .select(['id', 'public_id'])
    .where('id', '=', delivery.chatID)
    .executeTakeFirst();
  if (chat === undefined || numUpdatedRows === 0n) return;
  const status = statusOf(retriable ? 'FAIL_RETRIABLE' : 'FAIL_PERMANENT', Date.now(), why);
  await append(tx, delivery.owner, ...(await showStatus(tx, chat, delivery.pendingID, status)));
}
