/** What is handed to the network: the message with its file, in the parts that the network takes. */

import { type Connection, type OutgoingMessage, type OutgoingPart, SendError } from '@partyline/connector';
import { plainToHTML } from '@partyline/rich-text';
import type { AccountFacts } from '../inbox/account-facts.ts';
import { transactionIDOf } from '../inbox/intake/echoes.ts';
import type { Media } from '../media/media.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { DeliveryRequest, WaitingDelivery } from './delivery-rows.ts';

export interface Prepared {
  /** The whole message. */
  readonly message: OutgoingMessage;
  readonly parts: readonly OutgoingPart[];
}

export interface Preparation {
  readonly media: Media;
  readonly connection: Connection;
  readonly delivery: WaitingDelivery;
  readonly account: AccountFacts;
  readonly limitMs: number;
}

/** Reason of a failure that is not the network's. */
export const unprepared = 'not_prepared';

/** @throws SendError of a certain outcome: nothing is handed over here */
export async function prepare(preparation: Preparation): Promise<Prepared> {
  try {
    const message = await messageOf(preparation);
    const { connection, delivery, limitMs } = preparation;
    return { message, parts: delivery.parts ?? (await withTimeLimit(limitMs, partsOf(connection, message))) };
  } catch (error) {
    if (error instanceof SendError && error.outcome === 'certain') throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new SendError({ outcome: 'certain', retriable: true, reason: unprepared, message });
  }
}

async function messageOf({ media, delivery, account }: Preparation): Promise<OutgoingMessage> {
  const { shown, senderID, attachment, html, ...request } = delivery.request;
  const base = {
    ...request,
    ...formatted(delivery.request),
    account: account.remoteID,
    chatID: delivery.remoteChatID,
    transactionID: delivery.pendingID,
  };
  if (attachment === undefined) return base;
  const { uploadID, ...told } = attachment;
  const path = await media.pathOf(delivery.owner, uploadID);
  if (path === undefined) throw refused('no_file', 'The file of this message is gone.');
  return { ...base, attachment: { ...told, path } };
}

/** Formatting is told only where there is some. */
export function formatted({ text, html }: Pick<DeliveryRequest, 'text' | 'html'>): OutgoingPart {
  return html === plainToHTML(text) ? { text } : { text, html };
}

async function partsOf(connection: Connection, message: OutgoingMessage): Promise<readonly OutgoingPart[]> {
  const { text, html } = message;
  if (connection.split === undefined) return [html === undefined ? { text } : { text, html }];
  const parts = await connection.split(message);
  if (parts.length === 0) throw refused('empty', 'Nothing of this message can be sent on this network.');
  return parts;
}

/** The file and what is answered go with the first part. */
export function partOf({ message, parts }: Prepared, index: number, pendingID: string): OutgoingMessage {
  const { text, html, attachment, replyTo, ...always } = message;
  const first = { ...(attachment !== undefined && { attachment }), ...(replyTo !== undefined && { replyTo }) };
  const part = parts[index] ?? { text };
  return { ...always, ...(index === 0 && first), ...part, transactionID: transactionIDOf(pendingID, index) };
}

function refused(reason: string, message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: false, reason, message });
}
