/** Arguments that several tools take. */

import { ID, oneOf } from '@partyline/protocol';
import { Type } from 'typebox';

export const chatID = Type.String({ minLength: 1, description: 'ID of the chat, in its full or its local form' });
export const messageID = Type.String({ minLength: 1, description: 'ID of the message' });
export const accountID = Type.String({ minLength: 1, description: 'ID of the account, from get_accounts' });
export const IDs = Type.Array(ID, { maxItems: 500 });

export const paging = {
  cursor: Type.Optional(Type.String({ minLength: 1, description: 'Position from an earlier answer' })),
  direction: Type.Optional(oneOf(['before', 'after'])),
};

export const maxTextLength = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 1_000,
    description: 'Characters shown of each text; 0 shows all',
  }),
);

/** The default where the validator has filled nothing in. */
export const cutOf = (most: number | undefined) => ({ maxTextLength: most ?? 1_000 });
