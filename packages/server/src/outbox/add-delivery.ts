/** A message that was accepted becomes a delivery. */

import { ApiError } from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';
import type { ChatRow } from '../inbox/chat-rows.ts';
import { append } from '../log/event-log.ts';
import type { Transaction } from '../store/writer.ts';
import type { AcceptParts } from './accept.ts';
import type { Composed } from './compose.ts';
import type { DeliveryRequest } from './delivery-rows.ts';
import { linkAttachment } from './link-attachment.ts';
import { showPending } from './pending-message.ts';

/** Messages of one account that may wait to be connected, and as many that wait for their time. */
const waitingAtMost = 1_000;

export interface Insertion {
  readonly chat: ChatRow;
  readonly account: AccountFacts;
  readonly composed: Composed;
  readonly pendingID: string;
  readonly now: number;
  readonly dueAt: number | undefined;
}

/** The delivery and, unless it is for later, its message. @throws ApiError `CONFLICT` when too many wait */
export async function addDelivery(tx: Transaction, parts: AcceptParts, insertion: Insertion): Promise<void> {
  const { chat, account, composed, pendingID, now, dueAt } = insertion;
  await checkRoom(tx, account, dueAt);
  const { attachment } = composed.request;
  if (attachment !== undefined) await parts.media.keep(tx, account.owner, attachment.uploadID);
  const request: DeliveryRequest = composed.asLink
    ? await linkAttachment(tx, parts.media, account.owner, composed.request)
    : composed.request;
  await tx
    .insertInto('deliveries')
    .values({
      owner_id: account.owner,
      account_id: account.accountID,
      chat_id: chat.id,
      pending_id: pendingID,
      state: dueAt === undefined ? 'queued' : 'scheduled',
      request: JSON.stringify(request),
      due_at: dueAt ?? now,
      expires_at: (dueAt ?? now) + parts.patienceMs,
      created_at: now,
    })
    .execute();
  if (dueAt !== undefined) return;
  await append(tx, account.owner, ...(await showPending(tx, { chat, account, pendingID, request, now }, 'person')));
}

/** @throws ApiError `CONFLICT` */
export function checkOn(account: AccountFacts): void {
  if (!account.isDisabled) return;
  throw new ApiError('CONFLICT', 'The account of this chat is turned off. Turn it on again to send.');
}

/** A connected account sends at once what it is given, so that nothing piles up. */
async function checkRoom(tx: Transaction, account: AccountFacts, dueAt: number | undefined): Promise<void> {
  if (account.isConnected && dueAt === undefined) return;
  const { count } = await tx
    .selectFrom('deliveries')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('state', '=', dueAt === undefined ? 'queued' : 'scheduled')
    .where('account_id', '=', account.accountID)
    .executeTakeFirstOrThrow();
  if (count < waitingAtMost) return;
  const why =
    dueAt === undefined
      ? `${waitingAtMost} messages wait for this account to be connected. Connect it, or cancel some`
      : `${waitingAtMost} messages of this account are to be sent later. Cancel some`;
  throw new ApiError('CONFLICT', `${why} with DELETE /v1/outbox/{pendingMessageID}. Nothing was sent.`);
}
