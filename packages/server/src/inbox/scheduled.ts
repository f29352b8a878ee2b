/** Messages that do not stand in their chat, and are known by their pending IDs: to be sent later, or when the owner approves them. */

import type { SendStatus } from '@partyline/protocol';
import type { Transaction } from '../store/writer.ts';
import type { MessageRow } from './message-rows.ts';
import { firstPositionAt } from './positions.ts';

interface Request {
  readonly html: string;
  readonly senderID: string;
  readonly shown?: unknown;
  readonly replyTo?: { readonly id: string };
}

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
  if (delivery === undefined) return findProposed(db, chatID, pendingID);
  return rowOf(chatID, pendingID, delivery.due_at, JSON.parse(delivery.request), {
    status: 'PENDING',
    timestamp: new Date(delivery.created_at).toISOString(),
  });
}

async function findProposed(db: Transaction, chatID: number, pendingID: string): Promise<MessageRow | undefined> {
  const proposal = await db
    .selectFrom('proposals')
    .select(['shown', 'state', 'reason', 'due_at', 'created_at', 'expires_at', 'decided_at'])
    .where('chat_id', '=', chatID)
    .where('pending_id', '=', pendingID)
    .where('state', '!=', 'approved')
    .executeTakeFirst();
  if (proposal === undefined) return undefined;
  const { shown, state, reason, due_at, created_at, expires_at, decided_at } = proposal;
  const timestamp = new Date(decided_at ?? created_at).toISOString();
  const status: SendStatus =
    state === 'refused'
      ? { status: 'FAIL_PERMANENT', timestamp, reason: 'refused', message: refusedWords(reason) }
      : state === 'expired' || expires_at <= Date.now()
        ? { status: 'FAIL_PERMANENT', timestamp, reason: 'expired', message: expiredWords }
        : { status: 'PENDING', timestamp, reason: 'approval', message: waitingWords };
  return rowOf(chatID, pendingID, due_at ?? created_at, JSON.parse(shown), status);
}

const waitingWords = "The message waits for the owner's approval.";
const expiredWords = 'The owner did not approve it in time. It was not sent.';
const refusedWords = (reason: string | null) =>
  reason === null ? 'The owner refused it. It was not sent.' : `The owner refused it: ${reason}`;

function rowOf(chatID: number, pendingID: string, at: number, request: Request, status: SendStatus): MessageRow {
  return {
    id: firstPositionAt(at),
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
    links: null,
    edit_id: null,
    deleted: 0,
    past: 0,
    send_status: JSON.stringify(status),
  };
}
