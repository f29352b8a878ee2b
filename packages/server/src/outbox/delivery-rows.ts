/** Deliveries as their table has them: one outgoing message each, from accepted to confirmed. A delivery that was sent or cancelled has no row. */

import type { OutgoingAttachment, OutgoingPart, Sent } from '@partyline/connector';
import type { Attachment } from '@partyline/protocol';
import type { Selectable } from 'kysely';
import type { DeliveriesTable } from '../store/tables.ts';

/**
 * | state | means |
 * |---|---|
 * | `scheduled` | waits for its time |
 * | `queued` | waits for its turn or for the account to be connected |
 * | `sending` | was handed to the network, whose word is awaited |
 * | `failed` | certainly not sent; a person may try again |
 * | `uncertain` | it is not known whether it was sent; a person decides |
 */
export type DeliveryState = 'scheduled' | 'queued' | 'sending' | 'failed' | 'uncertain';

/** What was asked for, in a form that needs nothing else to be sent. */
export interface DeliveryRequest extends OutgoingPart {
  readonly html: string;
  readonly replyTo?: { readonly id: string; readonly senderID: string; readonly text: string };
  readonly mentions?: readonly string[];
  /** Without its path, which is looked up when it is sent. */
  readonly attachment?: Omit<OutgoingAttachment, 'path'> & { readonly uploadID: string };
  readonly disableLinkPreview?: boolean;
  /** The own user on the network. */
  readonly senderID: string;
  /** The attachment as the message shows it. */
  readonly shown?: Attachment;
}

export interface Delivery {
  readonly id: number;
  readonly owner: string;
  readonly accountID: string;
  /** `chats.id`. */
  readonly chatID: number;
  readonly pendingID: string;
  readonly state: DeliveryState;
  readonly request: DeliveryRequest;
  readonly parts: readonly OutgoingPart[] | undefined;
  /** By part; null where the network has not confirmed it. */
  readonly sentParts: readonly (Sent | null)[];
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly attempts: number;
  readonly createdAt: number;
}

/** One whose turn has come. */
export interface WaitingDelivery extends Delivery {
  /** Native chat ID. */
  readonly remoteChatID: string;
}

export function deliveryOf(row: Selectable<DeliveriesTable>): Delivery {
  return {
    id: row.id,
    owner: row.owner_id,
    accountID: row.account_id,
    chatID: row.chat_id,
    pendingID: row.pending_id,
    // Only this room writes the column.
    state: row.state as DeliveryState,
    request: JSON.parse(row.request),
    parts: row.parts === null ? undefined : JSON.parse(row.parts),
    sentParts: row.sent_parts === null ? [] : JSON.parse(row.sent_parts),
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}
