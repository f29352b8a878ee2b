/** What an edit, a removal or a reaction is about, and how the network is asked for it. */

import { type Connection, SendError } from '@partyline/connector';
import { ApiError, type ChatCapabilities, notFound } from '@partyline/protocol';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { type ChatRow, findChat } from '../inbox/chat-rows.ts';
import { capabilitiesOf } from '../inbox/chat-views.ts';
import { findMessage, type MessageRow } from '../inbox/message-rows.ts';
import { timeOf } from '../inbox/positions.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Store } from '../store/store.ts';

export interface MessageRef {
  readonly owner: string;
  readonly chatID: string;
  readonly messageID: string;
}

export interface Target {
  readonly chat: ChatRow;
  readonly account: AccountFacts;
  readonly message: MessageRow;
  /** What the network calls the account and the chat. */
  readonly where: { readonly account: string; readonly chatID: string };
  /** Native IDs of the message: several where it was sent in parts, none where the network gave none. */
  readonly remoteIDs: readonly string[];
  readonly able: ChatCapabilities;
}

/** @throws ApiError `NOT_FOUND`, or `CONFLICT` for a message that was not sent */
export async function findTarget(
  { read }: Store,
  accounts: Accounts,
  { owner, chatID, messageID }: MessageRef,
): Promise<Target> {
  const chat = await findChat(read, owner, chatID);
  const account = chat && accounts.find(owner, chat.account_id);
  if (chat === undefined || account === undefined) throw notFound('Chat');
  const message = await findMessage(read, chat.id, messageID);
  if (message === undefined) throw notFound('Message');
  if (message.pending === 1 && message.deleted === 0) {
    throw new ApiError(
      'CONFLICT',
      `The message is not sent yet, so it cannot be changed at the network. DELETE /v1/outbox/${message.pending_id} takes it back.`,
    );
  }
  const aliases = await read
    .selectFrom('message_aliases')
    .select('remote_id')
    .where('message_id', '=', message.id)
    .execute();
  return {
    chat,
    account,
    message,
    where: { account: account.remoteID, chatID: chat.remote_id },
    remoteIDs: [message.remote_id, ...aliases.map(({ remote_id }) => remote_id)].filter((id) => id !== null),
    able: capabilitiesOf(chat, account.capabilities),
  };
}

export function checkThere({ message }: Target): void {
  if (message.deleted === 1) throw new ApiError('CONFLICT', 'The message was deleted. Nothing was changed.');
}

/** @throws ApiError `NOT_SUPPORTED` */
export function idAtNetwork({ account, remoteIDs: [first] }: Target): string {
  if (first !== undefined) return first;
  throw new ApiError('NOT_SUPPORTED', `${account.network} gave this message no ID, so it cannot be changed any more.`);
}

/** @throws ApiError `CONFLICT` */
export function connected(account: AccountFacts, connection: Connection | undefined): Connection {
  if (account.isDisabled) {
    throw new ApiError('CONFLICT', 'The account of this chat is turned off. Turn it on again first.');
  }
  if (connection !== undefined) return connection;
  throw new ApiError(
    'CONFLICT',
    'The account of this chat is not connected. Try again when it is; GET /v1/accounts says how it is.',
  );
}

export function unsupported(account: AccountFacts, what: string): ApiError {
  return new ApiError('NOT_SUPPORTED', `${account.network} ${what}. Nothing was changed.`);
}

/** @throws ApiError `NOT_SUPPORTED` */
export function checkAge({ account, message }: Target, maxSeconds: number | undefined, what: string): void {
  if (maxSeconds === undefined || Date.now() - timeOf(message.id) <= maxSeconds * 1_000) return;
  throw unsupported(account, `allows ${what} for ${maxSeconds} s only, and the message is older`);
}

/** Shorter than an SDK waits. */
const answerLimitMs = 20_000;

/** @throws ApiError that says whether the network refused or did not answer */
export async function asked(call: Promise<void>): Promise<void> {
  try {
    await withTimeLimit(answerLimitMs, call);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof SendError && error.outcome === 'certain' && !error.retriable) {
      throw new ApiError('CONFLICT', message);
    }
    throw new ApiError('UPSTREAM_ERROR', `The network did not confirm the change: ${message}`);
  }
}
