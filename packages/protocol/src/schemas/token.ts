/** Access tokens and what they are let do. Additive to the contract. */

import { Type } from 'typebox';
import { ID, oneOf, Timestamp } from './building-blocks.ts';

const Scopes = Type.Array(oneOf(['read', 'write']), { minItems: 1, uniqueItems: true });

/** What a token is held to. Without `accountIDs` and `chatIDs` it sees everything. */
export const Policy = Type.Object(
  {
    accountIDs: Type.Optional(
      Type.Array(ID, { maxItems: 500, description: 'It sees these accounts with all their chats' }),
    ),
    chatIDs: Type.Optional(
      Type.Array(ID, {
        maxItems: 500,
        description: 'It sees these chats as well, and of their accounts no more than that they are there',
      }),
    ),
    writeChatIDs: Type.Optional(
      Type.Array(ID, { maxItems: 500, description: 'Of the chats it sees, it writes in these only, and begins none' }),
    ),
    sendsPerHour: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    approval: Type.Optional(Type.Boolean({ description: 'What it sends waits for the approval of the owner' })),
  },
  { title: 'Policy', additionalProperties: false },
);
export type Policy = Type.Static<typeof Policy>;

const token = {
  id: ID,
  name: Type.String(),
  scopes: Scopes,
  policy: Type.Optional(Policy),
  clientID: Type.Optional(Type.String({ description: 'The program that it was granted to' })),
  createdAt: Timestamp,
  expiresAt: Type.Optional(Timestamp),
  lastUsedAt: Type.Optional(Type.String({ format: 'date-time', description: 'To the minute' })),
};

export const AccessToken = Type.Object(token, { title: 'AccessToken' });
export type AccessToken = Type.Static<typeof AccessToken>;

export const AccessTokenList = Type.Object({ items: Type.Array(AccessToken) }, { title: 'AccessTokenList' });
export type AccessTokenList = Type.Static<typeof AccessTokenList>;

export const NewAccessToken = Type.Object(
  { ...token, token: Type.String({ description: 'The secret. Told this once' }) },
  { title: 'NewAccessToken' },
);
export type NewAccessToken = Type.Static<typeof NewAccessToken>;

export const AccessTokenInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    scopes: Type.Optional(Scopes),
    expiresAt: Type.Optional(Timestamp),
    policy: Type.Optional(Policy),
  },
  { title: 'AccessTokenInput' },
);
export type AccessTokenInput = Type.Static<typeof AccessTokenInput>;
