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
};

export interface Checked {
  readonly since?: string;
  readonly cursor?: string;
  readonly chatIDs?: readonly string[];
  readonly types?: readonly EventType[];
}

/** Where to go on from; undefined: from now on. Whoever calls it by the name it has in answers must not be told "from now on" instead. */
export const startOf = ({ since, cursor }: Checked): string | undefined => since ?? cursor;

export async function filterOf({ chatIDs, types }: Checked, owner: string, resolve: ResolveChatID): Promise<Filter> {
  const chats = chatIDs === undefined ? undefined : new Set(await fullChatIDs(resolve, owner, chatIDs));
  const kinds = types === undefined ? undefined : new Set(types);
  return ({ type, chatID }) =>
    (kinds === undefined || kinds.has(type)) && (chats === undefined || (chatID !== undefined && chats.has(chatID)));
}
