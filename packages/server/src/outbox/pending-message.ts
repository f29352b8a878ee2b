/** A message that is on its way, as its chat shows it. */

import type { SendStatus } from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';
import { typeOf } from '../inbox/attachments.ts';
import type { ChatRow } from '../inbox/chat-rows.ts';
import { firstPositionAt, freePositions } from '../inbox/positions.ts';
import { newestSettled } from '../inbox/unread.ts';
import type { LogEvent } from '../log/event-log.ts';
import type { Transaction } from '../store/writer.ts';
import type { DeliveryRequest } from './delivery-rows.ts';

export type ShownIn = Pick<ChatRow, 'id' | 'public_id'>;

export interface Showing {
  readonly chat: ShownIn;
  readonly account: AccountFacts;
  readonly pendingID: string;
  readonly request: DeliveryRequest;
  readonly now: number;
}

/** Puts the message into its chat. @returns what is to be said of it in the log */
export async function showPending(tx: Transaction, showing: Showing, by: 'person' | 'clock'): Promise<LogEvent[]> {
  const { chat, now, pendingID } = showing;
  await insertPending(tx, showing);
  await tx
    .updateTable('chats')
    .set((old) => {
      const activity = old.case().when('activity', '<', now).then(now).else(old.ref('activity')).end();
      if (by === 'clock') return { activity };
      // Who writes in a chat has read what is in it, and nothing more.
      const newest = newestSettled(tx, chat.id).$asScalar();
      const last_read = old.case().when('last_read', '<', newest).then(newest).else(old.ref('last_read')).end();
      return { activity, last_read, unread_count: 0, unread_mentions: 0, marked_unread: 0 };
    })
    .where('id', '=', chat.id)
    .execute();
  return [
    { type: 'message.upserted', chatID: chat.public_id, ids: [pendingID] },
    { type: 'chat.upserted', chatID: chat.public_id },
  ];
}

/** Pending IDs count microseconds. */
const idsPerMillisecond = 1_000;

export async function insertPending(tx: Transaction, showing: Showing): Promise<void> {
  const { chat, account, pendingID, request, now } = showing;
  const row = {
    chat_id: chat.id,
    pending_id: pendingID,
    pending: 1,
    sender_id: account.userID,
    sender_name: account.userName ?? null,
    is_self: 1,
    type: typeOf(request.shown),
    text: request.html,
    mentions: request.mentions === undefined ? null : JSON.stringify(request.mentions),
    attachments: request.shown === undefined ? null : JSON.stringify([request.shown]),
    reply_to: request.replyTo?.id ?? null,
    send_status: JSON.stringify(statusOf('PENDING', now)),
  };
  // Pending IDs differ within a millisecond, so that this place is free but for a rare message of somebody else.
  const id = firstPositionAt(now) + (Number(pendingID.slice(1)) % idsPerMillisecond);
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('messages')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return;
  const [free] = await freePositions(tx, [now]);
  await tx
    .insertInto('messages')
    .values({ id: free ?? id, ...row })
    .execute();
}

export interface Why {
  /** Machine word. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
}

export function statusOf(status: SendStatus['status'], now: number, why?: Why): SendStatus {
  return { status, timestamp: new Date(now).toISOString(), ...why };
}

/** Changes how far a message is that has not been sent. */
export async function showStatus(
  tx: Transaction,
  chat: ShownIn,
  pendingID: string,
  status: SendStatus,
): Promise<LogEvent[]> {
  await tx
    .updateTable('messages')
    .set({ send_status: JSON.stringify(status) })
    .where('chat_id', '=', chat.id)
    .where('pending_id', '=', pendingID)
    .where('pending', '=', 1)
    .execute();
  return [{ type: 'message.upserted', chatID: chat.public_id, ids: [pendingID] }];
}
