/** Messages on their way out. Additive to the contract. */

import { Type } from 'typebox';
import { ID, oneOf, Timestamp } from './building-blocks.ts';
import { Attachment, SendStatus } from './message.ts';
import { page } from './page.ts';

export const Delivery = Type.Object(
  {
    pendingMessageID: ID,
    chatID: ID,
    accountID: ID,
    state: oneOf(['scheduled', 'queued', 'sending', 'failed', 'uncertain']),
    text: Type.String({ description: 'Rich text' }),
    attachments: Type.Optional(Type.Array(Attachment)),
    createdAt: Timestamp,
    sendAt: Type.Optional(Timestamp),
    expiresAt: Type.Optional(Timestamp),
    attempts: Type.Integer({ minimum: 0 }),
    /** As its message has it: says why it failed. Absent while it is scheduled, when it has no message yet. */
    sendStatus: Type.Optional(SendStatus),
  },
  { title: 'Delivery' },
);
export type Delivery = Type.Static<typeof Delivery>;

export const OutboxPage = page(Delivery, 'OutboxPage');
export type OutboxPage = Type.Static<typeof OutboxPage>;
