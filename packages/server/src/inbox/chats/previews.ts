/** Last messages of chats. */

import type { Message } from '@partyline/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import type { ChatRow } from '../chat-rows.ts';
import { messageViews } from '../message-views.ts';

/** @returns by public chat ID the newest message as it stands, a deleted one too; none for chats without messages */
export async function previewsOf(db: Kysely<Tables>, chats: readonly ChatRow[]): Promise<Map<string, Message>> {
  if (chats.length === 0) return new Map();
  const newest = await db
    .selectFrom('chats')
    // One look into the index for each chat, however many messages it has.
    .select((build) =>
      build
        .selectFrom('messages')
        .select((message) => message.fn.max('messages.id').as('id'))
        .whereRef('messages.chat_id', '=', 'chats.id')
        .as('message_id'),
    )
    .where(
      'id',
      'in',
      chats.map(({ id }) => id),
    )
    .execute();
  const ids = newest.map(({ message_id }) => message_id).filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('messages').selectAll().where('id', 'in', ids).execute();
  const views = await messageViews(db, new Map(chats.map((chat) => [chat.id, chat])), rows);
  return new Map(views.map((view) => [view.chatID, view]));
}
