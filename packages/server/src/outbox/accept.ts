/** Takes a message in: when it resolves, the message is durable, stands in its chat as pending, and will be sent or say why not. */

import { ApiError, invalidValue, notFound } from '@partyline/protocol';
import type { Caller } from '../auth/tokens.ts';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { type ChatRow, findChat, needChat } from '../inbox/chat-rows.ts';
import { append } from '../log/event-log.ts';
import type { Media } from '../media/media.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { type Composed, type ComposeParts, compose, type SendInput } from './compose.ts';
import type { DeliveryRequest } from './delivery-rows.ts';
import { answeredBefore, hashOf, type RequestIdentity, rememberAnswer } from './idempotency.ts';
import { linkAttachment } from './link-attachment.ts';
import { showPending } from './pending-message.ts';

export interface SendRequest extends SendInput {
  /** Public or local. */
  readonly chatID: string;
  /** ISO; absent: at once. */
  readonly sendAt?: string | undefined;
  /** The caller's idempotency key. */
  readonly key?: string | undefined;
  /** The client says that it repeats a request. */
  readonly isRetry?: boolean | undefined;
}

export interface Accepted {
  readonly chatID: string;
  readonly pendingMessageID: string;
}

export interface AcceptParts extends ComposeParts {
  readonly store: Store;
  readonly media: Media;
  readonly accounts: Accounts;
  /** A message that cannot be sent for so long has failed. */
  readonly patienceMs: number;
  /** Called after the commit with the chat and, for one to be sent later, its time. */
  accepted(chatID: number, dueAt: number | undefined): void;
}

/** Messages of one account that may wait to be connected, and as many that wait for their time. */
const waitingAtMost = 1_000;
const latestMs = 366 * 24 * 3_600_000;

/** @throws ApiError; nothing was changed then */
export type Accept = (caller: Caller, request: SendRequest) => Promise<Accepted>;

export function createAccept(parts: AcceptParts): Accept {
  const { store, accounts } = parts;
  const nextPendingID = pendingIDs();
  return async (caller, { chatID, key, isRetry, sendAt, ...input }) => {
    const chat = await findChat(store.read, caller.owner, chatID);
    const account = chat && accounts.find(caller.owner, chat.account_id);
    if (chat === undefined || account === undefined) throw notFound('Chat');
    const identity: RequestIdentity = {
      owner: caller.owner,
      tokenID: caller.tokenID,
      key,
      hash: hashOf([chat.id, sendAt, input]),
      isRetry: isRetry === true,
    };
    const now = Date.now();
    if (key !== undefined || isRetry === true) {
      // What was taken once is not refused later because its time is over or its chat has changed.
      const before = await answeredBefore(store.read, identity, now);
      if (isAnswer(before)) return before;
    }
    checkOn(account);
    const dueAt = dueTime(sendAt, now);
    const composed = await compose(parts, chat, account, input);
    const pendingID = nextPendingID(now);
    const fresh = { chatID: chat.public_id, pendingMessageID: pendingID };
    const answer = await store.write(async (tx) => {
      const before = await rememberAnswer(tx, identity, fresh, now);
      if (isAnswer(before)) return before;
      // It may have gone since it was read.
      await needChat(tx, caller.owner, String(chat.id));
      await checkRoom(tx, account, dueAt);
      await insert(tx, parts, { chat, account, composed, now, dueAt, pendingID });
      return fresh;
    });
    if (answer === fresh) parts.accepted(chat.id, dueAt);
    return answer;
  };
}

/** Only this file writes answers. */
const isAnswer = (stored: unknown): stored is Accepted => stored !== undefined;

/** @throws ApiError `CONFLICT` */
export function checkOn(account: AccountFacts): void {
  if (!account.isDisabled) return;
  throw new ApiError('CONFLICT', 'The account of this chat is turned off. Turn it on again to send.');
}

/** @returns undefined for at once */
function dueTime(sendAt: string | undefined, now: number): number | undefined {
  if (sendAt === undefined) return undefined;
  const time = Date.parse(sendAt);
  if (Number.isNaN(time)) throw invalidValue(['body', 'sendAt'], 'sendAt must be a time like 2026-05-05T20:20:12.497Z');
  if (time > now + latestMs) throw invalidValue(['body', 'sendAt'], 'sendAt is more than a year away', 'too_big');
  if (time <= now)
    throw invalidValue(['body', 'sendAt'], 'sendAt has passed. Leave it out to send at once.', 'too_small');
  return time;
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

/** `m` and the time in microseconds (contract 1.4), never the same twice. */
function pendingIDs(): (now: number) => string {
  let last = 0;
  return (now) => {
    last = Math.max(now * 1_000, last + 1);
    return `m${last}`;
  };
}

interface Insertion {
  readonly chat: ChatRow;
  readonly account: AccountFacts;
  readonly composed: Composed;
  readonly pendingID: string;
  readonly now: number;
  readonly dueAt: number | undefined;
}

async function insert(tx: Transaction, parts: AcceptParts, insertion: Insertion): Promise<void> {
  const { chat, account, composed, pendingID, now, dueAt } = insertion;
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
