/**
 * One delivery, from its turn to the network's word. Before anything is handed to the network the row says `sending`: should the server end then,
 * nobody knows whether it went out, and it is never sent again by itself (design contract 3).
 */

import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, type OutgoingMessage, type OutgoingPart, SendError } from '@partyline/connector';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { transactionIDOf } from '../inbox/intake/echoes.ts';
import type { Media } from '../media/media.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Delivery } from './delivery-rows.ts';
import type { DeliveryState } from './delivery-state.ts';
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

type Message = Omit<OutgoingMessage, 'transactionID'>;

/** @returns whether the next message of the chat can be tried */
export type Deliver = (delivery: Delivery) => Promise<boolean>;

export function createDeliver({ state, media, accounts, connectionOf, signal, times }: DeliverParts): Deliver {
  const messageOf = async (delivery: Delivery, account: AccountFacts): Promise<Message> => {
    const { shown, senderID, attachment, ...request } = delivery.request;
    const base = { ...request, account: account.remoteID, chatID: await state.remoteChatID(delivery) };
    if (attachment === undefined) return base;
    const { uploadID, ...told } = attachment;
    const path = await media.pathOf(delivery.owner, uploadID);
    if (path === undefined) throw refused('no_file', 'The file of this message is gone.');
    return { ...base, attachment: { ...told, path } };
  };

  /** Hands over what the network does not have yet. */
  const handOver = async (connection: Connection, delivery: Delivery, message: Message) => {
    const parts = delivery.parts ?? (await splitOf(connection, delivery, message));
    await state.sending(delivery, parts);
    for (const [index, part] of parts.entries()) {
      if (delivery.sentParts[index] != null) continue;
      const sending = connection.send(partOf(message, part, index, delivery.pendingID));
      await state.confirmed(delivery, index, await withTimeLimit(times.answerLimitMs, sending));
    }
  };

  /** @returns whether the next message of the chat can be tried */
  const settle = async (delivery: Delivery, failure: SendError, isConnected: boolean): Promise<boolean> => {
    if (failure.outcome === 'uncertain') {
      await state.uncertain(delivery);
      return true;
    }
    if (failure.retriable && !isConnected) {
      // The connection went before the message did: it waits for the next one.
      await state.queued(delivery);
      return false;
    }
    const pauseMs = failure.retriable ? times.retryPausesMs[delivery.attempts] : undefined;
    if (pauseMs === undefined) {
      await state.failed(delivery, failure, failure.retriable);
      return true;
    }
    await state.queued(delivery);
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    return true;
  };

  return async (delivery) => {
    const account = accounts.find(delivery.owner, delivery.accountID);
    const connection = account && connectionOf(account);
    if (account === undefined || connection === undefined) return false;
    try {
      await handOver(connection, delivery, await messageOf(delivery, account));
      return true;
    } catch (error) {
      if (error instanceof Stopping) return false;
      return settle(delivery, failureOf(error), connectionOf(account) === connection);
    }
  };
}

async function splitOf(connection: Connection, delivery: Delivery, message: Message): Promise<readonly OutgoingPart[]> {
  const { text, html } = delivery.request;
  if (connection.split === undefined) return [{ text, html }];
  const parts = await connection.split({ ...message, transactionID: delivery.pendingID });
  if (parts.length === 0) throw refused('empty', 'Nothing of this message can be sent on this network.');
  return parts;
}

/** The file and what is answered go with the first part. */
function partOf(message: Message, part: OutgoingPart, index: number, pendingID: string): OutgoingMessage {
  const { text, html, attachment, replyTo, ...always } = message;
  const first = { ...(attachment !== undefined && { attachment }), ...(replyTo !== undefined && { replyTo }) };
  return { ...always, ...(index === 0 && first), ...part, transactionID: transactionIDOf(pendingID, index) };
}

function refused(reason: string, message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: false, reason, message });
}

/** Whatever else ends a call leaves open whether the network has the message: silence, a thread that died, a mistake in the connector. */
function failureOf(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'no_answer', message });
}
