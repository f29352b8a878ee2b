/** Messages that wait for the approval of the owner. Additive to the contract. */

import { Type } from 'typebox';
import { ID, oneOf, Timestamp } from './building-blocks.ts';
import { page } from './page.ts';

export const ApprovalState = oneOf(['pending', 'approved', 'refused', 'expired']);
export type ApprovalState = Type.Static<typeof ApprovalState>;

export const Approval = Type.Object(
  {
    pendingMessageID: Type.String({ minLength: 1, description: 'Of the message, before and after the approval' }),
    chatID: ID,
    accountID: ID,
    chatTitle: Type.String(),
    network: Type.String(),
    tokenID: ID,
    tokenName: Type.String(),
    state: ApprovalState,
    text: Type.Optional(Type.String({ description: 'As it was asked for, or as it was edited: Markdown' })),
    isEdited: Type.Boolean({ description: 'The owner has changed the text' }),
    fileName: Type.Optional(Type.String({ description: 'Of the file that goes with it' })),
    fileURL: Type.Optional(Type.String({ description: 'Of that file, for `/v1/assets/serve`' })),
    replyToMessageID: Type.Optional(ID),
    sendAt: Type.Optional(Timestamp),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    decidedAt: Type.Optional(Timestamp),
    reason: Type.Optional(Type.String({ description: 'Why it was refused' })),
  },
  { title: 'Approval' },
);
export type Approval = Type.Static<typeof Approval>;

export const ApprovalPage = page(Approval, 'ApprovalPage');
export type ApprovalPage = Type.Static<typeof ApprovalPage>;

export const ApproveInput = Type.Object(
  { text: Type.Optional(Type.String({ maxLength: 500_000, description: 'Sent instead: plain text or Markdown' })) },
  { title: 'ApproveInput' },
);
export type ApproveInput = Type.Static<typeof ApproveInput>;

export const RefuseInput = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 1_000, description: 'Told to whoever wanted to send it' })) },
  { title: 'RefuseInput' },
);
export type RefuseInput = Type.Static<typeof RefuseInput>;
