/** What a person sees of the outbox and can do with what waits in it. Additive to the contract. */

import { ApiError, type Delivery as DeliveryView, invalidValue, notFound, type OutboxPage } from '@partyline/protocol';
import type { Accounts } from '../inbox/account-facts.ts';
import { append } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { checkOn } from './add-delivery.ts';
import { chatOfArrived, showArrived, withArrivedPart } from './arrived.ts';
import { showCancelled } from './cancelled.ts';
import { type Delivery, deliveryOf } from './delivery-rows.ts';
import { type ShownIn, showStatus, statusOf } from './pending-message.ts';

export interface OutboxQuery {
  readonly chatID?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Desk {
  /** Newest first. */
  list(owner: string, query: OutboxQuery): Promise<OutboxPage>;
  /** Gives up a message that was not sent. @throws ApiError `NOT_FOUND`, or `CONFLICT` while it is being sent */
  cancel(owner: string, pendingID: string): Promise<void>;
  /**
   * A person says that an uncertain message arrived, which settles it; saying it again changes nothing. Of one in parts it is the part that was handed over
   * last: the rest certainly did not go out, and does now.
   * @returns the public ID of its chat
   * @throws ApiError `NOT_FOUND`, or `CONFLICT` for one that is not uncertain
   */
  confirm(owner: string, pendingID: string): Promise<string>;
  /** Sends a failed or uncertain message again, on a person's word. @throws ApiError `NOT_FOUND` or `CONFLICT` */
  retry(owner: string, pendingID: string): Promise<DeliveryView>;
}

export interface DeskParts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly patienceMs: number;
  wake(chatID: number): void;
  changed(): void;
}

export function createDesk({ store, accounts, patienceMs, wake, changed }: DeskParts): Desk {
  const find = async (tx: Transaction, owner: string, pendingID: string) => {
    const row = await deliveries(tx, owner).where('deliveries.pending_id', '=', pendingID).executeTakeFirst();
    return row && { delivery: deliveryOf(row), chat: { id: row.chat_id, public_id: row.public_id } };
  };
  const found = async (tx: Transaction, owner: string, pendingID: string) => {
    const waiting = await find(tx, owner, pendingID);
    if (waiting === undefined) throw notFound('A message of that ID that waits in the outbox was');
    return waiting;
  };

  /** What the network does not have yet goes out in its turn. */
  const sendOn = async (tx: Transaction, delivery: Delivery, chat: ShownIn, now: number) => {
    const again = { ...delivery, state: 'queued' as const, attempts: 0, expiresAt: now + patienceMs };
    const { id, owner, pendingID, sentParts } = delivery;
    await tx
      .updateTable('deliveries')
      .set({
        state: again.state,
        attempts: again.attempts,
        expires_at: again.expiresAt,
        sent_parts: sentParts.length === 0 ? null : JSON.stringify(sentParts),
      })
      .where('id', '=', id)
      .execute();
    const status = statusOf('PENDING', now);
    await append(tx, owner, ...(await showStatus(tx, chat, pendingID, status)));
    return { again, status: JSON.stringify(status) };
  };

  return {
    list: (owner, query) => listDeliveries(store, owner, query),
    async cancel(owner, pendingID) {
      await store.write(async (tx) => {
        const { delivery, chat } = await found(tx, owner, pendingID);
        if (delivery.state === 'sending') {
          throw new ApiError('CONFLICT', 'The message is being sent right now. Wait a moment for what becomes of it.');
        }
        await tx.deleteFrom('deliveries').where('id', '=', delivery.id).execute();
        await showCancelled(tx, delivery, chat, accounts.find(owner, delivery.accountID));
      });
      changed();
    },
    async confirm(owner, pendingID) {
      const { publicID, goesOn } = await store.write(async (tx) => {
        const waiting = await find(tx, owner, pendingID);
        if (waiting === undefined) return { publicID: await chatOfArrived(tx, owner, pendingID) };
        const { delivery, chat } = waiting;
        const account = accounts.find(owner, delivery.accountID);
        if (delivery.state !== 'uncertain' || account === undefined) {
          throw new ApiError(
            'CONFLICT',
            `The message is ${delivery.state}. Only an uncertain one can be said to have arrived.`,
          );
        }
        const sentParts = withArrivedPart(delivery);
        if (sentParts.includes(null)) {
          await sendOn(tx, { ...delivery, sentParts }, chat, Date.now());
          return { publicID: chat.public_id, goesOn: chat.id };
        }
        await tx.deleteFrom('deliveries').where('id', '=', delivery.id).execute();
        await showArrived(tx, delivery, account);
        return { publicID: chat.public_id };
      });
      if (goesOn !== undefined) wake(goesOn);
      return publicID;
    },
    async retry(owner, pendingID) {
      const now = Date.now();
      const { again, chat, status } = await store.write(async (tx) => {
        const { delivery, chat } = await found(tx, owner, pendingID);
        if (delivery.state !== 'failed' && delivery.state !== 'uncertain') {
          throw new ApiError(
            'CONFLICT',
            `The message is ${delivery.state}. Only a failed or uncertain one is sent again.`,
          );
        }
        const account = accounts.find(owner, delivery.accountID);
        if (account !== undefined) checkOn(account);
        return { ...(await sendOn(tx, delivery, chat, now)), chat };
      });
      wake(chat.id);
      return view(again, chat.public_id, status);
    },
  };
}

/** Newest first. @throws ApiError `VALIDATION_ERROR` for a cursor that is none */
export async function listDeliveries(
  { read }: Pick<Store, 'read'>,
  owner: string,
  { chatID, cursor, limit }: OutboxQuery,
): Promise<OutboxPage> {
  let query = deliveries(read, owner)
    .orderBy('deliveries.id', 'desc')
    .limit(limit + 1);
  if (chatID !== undefined) {
    query = query.where((on) =>
      on.or([on('chats.public_id', '=', chatID), on('chats.id', '=', /^\d{1,15}$/.test(chatID) ? Number(chatID) : -1)]),
    );
  }
  if (cursor !== undefined) query = query.where('deliveries.id', '<', readCursor(cursor));
  const rows = await query.execute();
  const items = rows.slice(0, limit).map((row) => view(deliveryOf(row), row.public_id, row.send_status));
  return {
    items,
    hasMore: rows.length > limit,
    oldestCursor: rows.length === 0 ? null : String(rows[Math.min(limit, rows.length) - 1]?.id),
    newestCursor: rows.length === 0 ? null : String(rows[0]?.id),
  };
}

function deliveries(db: Transaction, owner: string) {
  return db
    .selectFrom('deliveries')
    .innerJoin('chats', 'chats.id', 'deliveries.chat_id')
    .leftJoin('messages', 'messages.pending_id', 'deliveries.pending_id')
    .selectAll('deliveries')
    .select(['chats.public_id', 'messages.send_status'])
    .where('chats.owner_id', '=', owner);
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw invalidValue(['query', 'cursor'], 'This is not a cursor of the outbox.');
  return Number(cursor);
}

function view(delivery: Delivery, chatID: string, status: string | null): DeliveryView {
  return {
    pendingMessageID: delivery.pendingID,
    chatID,
    accountID: delivery.accountID,
    state: delivery.state,
    text: delivery.request.html,
    createdAt: new Date(delivery.createdAt).toISOString(),
    expiresAt: new Date(delivery.expiresAt).toISOString(),
    attempts: delivery.attempts,
    ...(delivery.dueAt !== delivery.createdAt && { sendAt: new Date(delivery.dueAt).toISOString() }),
    ...(delivery.request.shown !== undefined && { attachments: [delivery.request.shown] }),
    ...(status !== null && { sendStatus: JSON.parse(status) }),
  };
}
