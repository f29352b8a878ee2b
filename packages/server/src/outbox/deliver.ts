/**
 * One delivery, from its turn to the network's word. Before anything is handed to the network the row says `sending`: should the server end then,
 * nobody knows whether it went out, and it is never sent again by itself (design contract 3).
 */

import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, SendError } from '@partyline/connector';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import type { Media } from '../media/media.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { WaitingDelivery } from './delivery-rows.ts';
import type { DeliveryState } from './delivery-state.ts';
import { type Prepared, partOf, prepare, unprepared } from './outgoing.ts';
import { Stopping } from './persist.ts';

export interface DeliverParts {
  readonly state: DeliveryState;
  readonly media: Media;
  readonly accounts: Accounts;
  /** The account's connection while it is open. */
  connectionOf(account: AccountFacts): Connection | undefined;
  /** Ends pauses between tries when the server stops. */
  readonly signal: AbortSignal;
  readonly times: DeliverTimes;
}

export interface DeliverTimes {
  /** Pauses before a message that was certainly not taken is tried again. */
  readonly retryPausesMs: readonly number[];
  /** Silence after which nobody knows. */
  readonly answerLimitMs: number;
}

/** A file may go out as slowly as this before silence counts. */
const bytesPerMs = 64;

/** @returns whether the next message of the chat can be tried */
export type Deliver = (delivery: WaitingDelivery) => Promise<boolean>;

export function createDeliver({ state, media, accounts, connectionOf, signal, times }: DeliverParts): Deliver {
  /** The network's answer to one part. One that comes after all is taken too. */
  const send = async (connection: Connection, delivery: WaitingDelivery, { message }: Prepared, part: number) => {
    const answerLimitMs = times.answerLimitMs + (message.attachment?.fileSize ?? 0) / bytesPerMs;
    const sending = connection.send(message);
    try {
      await state.confirmed(delivery, part, await withTimeLimit(answerLimitMs, sending));
    } catch (error) {
      sending.then((sent) => state.confirmed(delivery, part, sent)).catch(() => undefined);
      throw error;
    }
  };

  /** Hands over what the network does not have yet. */
  const handOver = async (connection: Connection, delivery: WaitingDelivery, prepared: Prepared) => {
    if (!(await state.sending(delivery, prepared.parts))) return;
    for (const index of prepared.parts.keys()) {
      if (delivery.sentParts[index] != null) continue;
      // The rest goes out after the next start.
      if (signal.aborted) return state.queued(delivery, delivery.attempts);
      await send(connection, delivery, { ...prepared, message: partOf(prepared, index, delivery.pendingID) }, index);
    }
  };

  const settle = async (delivery: WaitingDelivery, failure: SendError, isConnected: () => boolean): Promise<void> => {
    if (failure.outcome === 'uncertain') return state.uncertain(delivery);
    // Where the connection went before the message did, the try does not count.
    const counts = () => failure.reason === unprepared || isConnected();
    if (failure.retriable && !counts()) return state.queued(delivery, delivery.attempts);
    const pauseMs = failure.retriable ? times.retryPausesMs[delivery.attempts] : undefined;
    if (pauseMs === undefined) return state.failed(delivery, failure, failure.retriable);
    await state.queued(delivery, delivery.attempts + 1);
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    if (!counts()) await state.queued(delivery, delivery.attempts);
  };

  return async (delivery) => {
    const account = accounts.find(delivery.owner, delivery.accountID);
    const connection = account?.isDisabled === false ? connectionOf(account) : undefined;
    if (account === undefined || connection === undefined) return false;
    try {
      const prepared = await prepare({ media, connection, delivery, account, limitMs: times.answerLimitMs });
      await handOver(connection, delivery, prepared);
    } catch (error) {
      if (error instanceof Stopping) throw error;
      await settle(delivery, failureOf(error), () => connectionOf(account) === connection);
    }
    return true;
  };
}

/** Whatever else ends a call leaves open whether the network has the message: silence, a thread that died, a mistake in the connector. */
function failureOf(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'no_answer', message });
}
