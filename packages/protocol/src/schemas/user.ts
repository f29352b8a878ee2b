/** People: contract 2.1 and 2.2. */

import { Type } from 'typebox';
import { ID } from './building-blocks.ts';

const userFields = {
  id: ID,
  username: Type.Optional(Type.String()),
  phoneNumber: Type.Optional(Type.String({ description: 'E.164' })),
  email: Type.Optional(Type.String()),
  fullName: Type.Optional(Type.String()),
  imgURL: Type.Optional(Type.String({ description: 'http(s), mxc, data or file URL' })),
  cannotMessage: Type.Optional(Type.Boolean()),
  isSelf: Type.Optional(Type.Boolean()),
};

/** A person on a network. */
export const User = Type.Object(userFields, { title: 'User' });
export type User = Type.Static<typeof User>;

/** A person in a chat. */
export const Participant = Type.Object(
  {
    ...userFields,
    isAdmin: Type.Optional(Type.Boolean()),
    isPending: Type.Optional(Type.Boolean({ description: 'Invited, not joined' })),
    isNetworkBot: Type.Optional(Type.Boolean()),
  },
  { title: 'Participant' },
);
export type Participant = Type.Static<typeof Participant>;
