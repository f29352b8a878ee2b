/** Takes a message in: when it resolves, the message is durable, stands in its chat as pending, and will be sent or say why not. */

import { invalidValue, notFound } from '@partyline/protocol';
import type { Caller } from '../auth/tokens.ts';
import type { Accounts } from '../inbox/account-facts.ts';
import { findChat, needChat } from '../inbox/chat-rows.ts';
import type { Media } from '../media/media.ts';
import type { Store } from '../store/store.ts';
import { addDelivery, checkOn } from './add-delivery.ts';
import { spend } from './budget.ts';
import { type ComposeParts, compose, type SendInput } from './compose.ts';
import { answeredBefore, hashOf, type RequestIdentity, rememberAnswer } from './idempotency.ts';
import { propose } from './proposals.ts';

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
  /** What waits for approval for so long has expired. */
  readonly approvalMs: number;
  /** Called after the commit with the chat and, for one to be sent later, its time. */
  accepted(chatID: number, dueAt: number | undefined): void;
}

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
      program: caller.program,
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
      await spend(tx, caller, now);
      if (caller.policy?.approval === true)
        await propose(tx, parts, { caller, chat, pendingID, input, composed, dueAt, now });
      else await addDelivery(tx, parts, { chat, account, composed, now, dueAt, pendingID });
      return fresh;
    });
    if (answer === fresh && caller.policy?.approval !== true) parts.accepted(chat.id, dueAt);
    return answer;
  };
}

/** Only this file writes answers. */
const isAnswer = (stored: unknown): stored is Accepted => stored !== undefined;

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

/** `m` and the time in microseconds (contract 1.4), never the same twice. */
function pendingIDs(): (now: number) => string {
  let last = 0;
  return (now) => {
    last = Math.max(now * 1_000, last + 1);
    return `m${last}`;
  };
}
