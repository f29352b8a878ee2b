/** What both kinds of answer of `GET /v1/events` are asked with. */

import { EventType } from '@partyline/protocol';
import { Type } from 'typebox';
import type { Filter } from '../../stream/feed.ts';
import { fullChatIDs, type ResolveChatID } from '../../stream/full-chat-ids.ts';

export const eventQuery = {
  since: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'The cursor to go on from: that of an answer or of an event. `now`, or none: from now on',
    }),
  ),
  cursor: Type.Optional(Type.String({ minLength: 1, description: 'Another name of `since`, as lists have it' })),
  chatIDs: Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      maxItems: 1_000,
      description: 'Only events of these chats, by full or local ID. Account events are of no chat',
    }),
  ),
  types: Type.Optional(Type.Array(EventType, { description: 'Only events of these types' })),
  typing: Type.Optional(Type.Boolean({ description: 'Of a stream: also tell who is typing, whatever `types` says' })),
};

export interface Checked {
  readonly since?: string;
  readonly cursor?: string;
  readonly chatIDs?: readonly string[];
  readonly types?: readonly EventType[];
  readonly typing?: boolean;
}

/** Where to go on from; undefined: from now on. Whoever calls it by the name it has in answers must not be told "from now on" instead. */
export const startOf = ({ since, cursor }: Checked): string | undefined => since ?? cursor;

export interface Wanted {
  readonly wanted: Filter;
  /** Of which chats it is told who is typing; absent: of none. */
  readonly typingIn?: (chatID: string) => boolean;
}

export async function filterOf(
  { chatIDs, types, typing }: Checked,
  owner: string,
  resolve: ResolveChatID,
): Promise<Wanted> {
  const chats = chatIDs === undefined ? undefined : new Set(await fullChatIDs(resolve, owner, chatIDs));
  const kinds = types === undefined ? undefined : new Set(types);
  const isOfChats = (chatID: string | undefined) => chats === undefined || (chatID !== undefined && chats.has(chatID));
  return {
    wanted: ({ type, chatID }) => (kinds === undefined || kinds.has(type)) && isOfChats(chatID),
    ...(typing === true && { typingIn: isOfChats }),
  };
}
