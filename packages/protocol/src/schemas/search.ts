/** Answers of the searches: contract 3.5 and 3.7. */

import { Type } from 'typebox';
import { ID } from './building-blocks.ts';
import { Chat } from './chat.ts';
import { MessagePage } from './message.ts';

export const MessageSearchPage = Type.Object(
  {
    ...MessagePage.properties,
    chats: Type.Record(Type.String(), Chat, { description: 'By ID: every chat that an item is in' }),
  },
  { title: 'MessageSearchPage' },
);
export type MessageSearchPage = Type.Static<typeof MessageSearchPage>;

export const SearchResults = Type.Object(
  {
    results: Type.Object({
      chats: Type.Array(Chat),
      in_groups: Type.Array(Chat, { description: 'Groups with a participant of that name' }),
      messages: MessageSearchPage,
    }),
  },
  { title: 'SearchResults' },
);
export type SearchResults = Type.Static<typeof SearchResults>;

export const FocusInput = Type.Object(
  {
    chatID: Type.Optional(ID),
    messageID: Type.Optional(ID),
    draftText: Type.Optional(Type.String()),
    draftAttachmentPath: Type.Optional(Type.String()),
  },
  { title: 'FocusInput' },
);

export const FocusResult = Type.Object(
  { success: Type.Boolean({ description: 'Whether a window came to the front' }) },
  { title: 'FocusResult' },
);
