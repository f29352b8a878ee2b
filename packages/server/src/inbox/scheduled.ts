/** A message that is to be sent later: known by its pending ID, though it does not stand in its chat yet. */

import type { SendStatus } from '@partyline/protocol';
import type { Transaction } from '../store/writer.ts';
import type { MessageRow } from './message-rows.ts';
import { firstPositionAt } from './positions.ts';

export async function findScheduled(
  db: Transaction,
  chatID: number,
  pendingID: string,
): Promise<MessageRow | undefined> {
  const delivery = await db
    .selectFrom('deliveries')
    .select(['request', 'due_at', 'created_at'])
    .where('chat_id', '=', chatID)
    .where('pending_id', '=', pendingID)
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  if (delivery === undefined) return undefined;
  const request: { html: string; senderID: string; shown?: unknown; replyTo?: { id: string } } = JSON.parse(
    delivery.request,
  );
  const status: SendStatus = { status: 'PENDING', timestamp: new Date(delivery.created_at).toISOString() };
  return {
    id: firstPositionAt(delivery.due_at),
    chat_id: chatID,
    remote_id: null,
    pending_id: pendingID,
    pending: 1,
    sender_id: request.senderID,
    sender_name: null,
    is_self: 1,
    type: 'TEXT',
    text: request.html,
    mentions: null,
    attachments: request.shown === undefined ? null : JSON.stringify([request.shown]),
    reply_to: request.replyTo?.id ?? null,
    edited_at: null,
    edit_id: null,
    deleted: 0,
    past: 0,
    send_status: JSON.stringify(status),
  };
}
