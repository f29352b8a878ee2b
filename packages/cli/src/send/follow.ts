/** What becomes of a message after the server has taken it. */

import { setTimeout as delay } from 'node:timers/promises';
import { APIConnectionError, APIError, NotFoundError, type Partyline } from '@partyline/client';
import type { AccountStatus, Message, SendResult, SendStatus } from '@partyline/protocol';
import { isWell } from '../account-text.ts';

/**
 * | state | means |
 * |---|---|
 * | `sent` | the network has it |
 * | `scheduled` | waits for its time |
 * | `waiting` | waits for the account to be connected |
 * | `awaiting_approval` | waits for the owner, who guards this token |
 * | `accepted` | the server has it; what becomes of it was not waited for, or not long enough |
 * | `failed` | it was certainly not sent |
 * | `uncertain` | nobody knows whether it was sent |
 */
export type DeliveryFate = 'sent' | 'scheduled' | 'waiting' | 'awaiting_approval' | 'accepted' | 'failed' | 'uncertain';

export interface Followed extends SendResult {
  readonly state: DeliveryFate;
  /** Its final one. */
  readonly messageID?: string;
  readonly sendAt?: string;
  /** Machine word and text for people, of what did not work. */
  readonly reason?: string;
  readonly message?: string;
  /** Of the account that it waits for. */
  readonly accountStatus?: AccountStatus;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Milliseconds to wait for the network. */
  readonly patienceMs: number;
  readonly accountID: string;
}

const pauseMs = 500;

/** @throws APIUserAbortError when the person does not want to wait; the message goes out all the same */
export async function follow(
  client: Partyline,
  sent: SendResult,
  { signal, patienceMs, accountID }: FollowOptions,
): Promise<Followed> {
  const deadline = performance.now() + patienceMs;
  const { chatID, pendingMessageID } = sent;
  for (;;) {
    const message = await passing(client.messages.retrieve(pendingMessageID, { chatID }, { signal, maxRetries: 0 }));
    const fate = message && fateOf(message);
    if (fate !== undefined) return { ...sent, ...fate };
    if (message !== undefined) {
      const accountStatus = await passing(statusOf(client, accountID, signal));
      if (accountStatus !== undefined && accountStatus !== 'connecting' && !isWell(accountStatus))
        return { ...sent, state: 'waiting', accountStatus };
    }
    if (performance.now() >= deadline) return { ...sent, state: 'accepted' };
    // An abort is told by the next call.
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Undefined while it is on its way. */
export function fateOf(message: Message): Omit<Followed, keyof SendResult> | undefined {
  const { sendStatus, id, timestamp } = message;
  if (sendStatus === undefined || sendStatus.status === 'SUCCESS') return { state: 'sent', messageID: id };
  if (sendStatus.status !== 'PENDING') {
    return { state: sendStatus.reason === 'uncertain' ? 'uncertain' : 'failed', ...whyOf(sendStatus) };
  }
  if (sendStatus.reason === 'approval') return { state: 'awaiting_approval' };
  return Date.parse(timestamp) > Date.now() ? { state: 'scheduled', sendAt: timestamp } : undefined;
}

const whyOf = ({ reason, message }: SendStatus) => ({
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message }),
});

async function statusOf(client: Partyline, accountID: string, signal: AbortSignal): Promise<AccountStatus | undefined> {
  const accounts = await client.accounts.list({ signal, maxRetries: 0 });
  return accounts.find((account) => account.accountID === accountID)?.status;
}

/** Undefined where it may work a moment later: the message is with the server, whatever a look at it says. */
async function passing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const isPassing =
      error instanceof APIConnectionError ||
      error instanceof NotFoundError ||
      (error instanceof APIError && (error.status === 429 || (error.status ?? 0) >= 500));
    if (isPassing) return undefined;
    throw error;
  }
}
