/** What tokens have written. Additive to the contract. */

import { Type } from 'typebox';
import { ID, Timestamp } from './building-blocks.ts';
import { page } from './page.ts';

export const AuditEntry = Type.Object(
  {
    id: ID,
    at: Timestamp,
    tokenID: ID,
    tokenName: Type.String(),
    clientID: Type.Optional(Type.String({ description: 'The program that the token was granted to' })),
    operation: Type.String({ description: 'As in the specification: `messages.send`' }),
    target: Type.Record(Type.String(), Type.String(), {
      description: 'IDs that it was about: `chatID`, `messageID`, `pendingMessageID`. Never what was written',
    }),
    result: Type.String({
      description: '`done`, the code of the error, or `unknown` when the server ended before there was an answer',
    }),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Type.Static<typeof AuditEntry>;

export const AuditPage = page(AuditEntry, 'AuditPage');
export type AuditPage = Type.Static<typeof AuditPage>;
