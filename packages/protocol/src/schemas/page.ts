/** Lists that come in pages: contract 1.5. */

import { type TSchema, Type } from 'typebox';
import { nullable, oneOf } from './building-blocks.ts';
import { User } from './user.ts';

/** The envelope around one page of items. */
export const page = <T extends TSchema>(item: T, title: string) =>
  Type.Object(
    {
      items: Type.Array(item),
      hasMore: Type.Boolean({ description: 'More results exist in the requested direction' }),
      oldestCursor: nullable(Type.String({ description: 'Pass back with direction=before' })),
      newestCursor: nullable(Type.String({ description: 'Pass back with direction=after' })),
    },
    { title },
  );

/** Query fields of every paged list. */
export const pageQuery = {
  cursor: Type.Optional(Type.String({ minLength: 1, description: 'Opaque position from an earlier answer' })),
  direction: Type.Optional(oneOf(['before', 'after'])),
};

export const ContactPage = page(User, 'ContactPage');
export type ContactPage = Type.Static<typeof ContactPage>;

/** `GET …/contacts`: no pages. */
export const ContactList = Type.Object({ items: Type.Array(User) }, { title: 'ContactList' });
export type ContactList = Type.Static<typeof ContactList>;
