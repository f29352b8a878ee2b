/** Chats as their table has them. */

import { notFound } from '@partyline/protocol';
import type { Selectable } from 'kysely';
import type { ChatsTable } from '../store/tables.ts';
import type { Transaction } from '../store/writer.ts';
import { folded } from './folding.ts';

export type ChatRow = Selectable<ChatsTable>;
type Fixed = 'id' | 'public_id' | 'account_id' | 'remote_id' | 'created_at' | 'folded_title';
export type ChatChanges = Partial<Omit<ChatRow, Fixed>>;

/** @throws ApiError `NOT_FOUND` */
export async function needChat(db: Transaction, owner: string, chatID: string): Promise<ChatRow> {
  const chat = await findChat(db, owner, chatID);
  if (chat === undefined) throw notFound('Chat');
  return chat;
}

/** @returns the chat an owner names by its ID or its local ID; undefined when there is none */
export async function findChat(db: Transaction, owner: string, chatID: string): Promise<ChatRow | undefined> {
  const query = db.selectFrom('chats').selectAll().where('owner_id', '=', owner);
  return /^\d{1,15}$/.test(chatID)
    ? query.where('id', '=', Number(chatID)).executeTakeFirst()
    : query.where('public_id', '=', chatID).executeTakeFirst();
}

export async function changeChat(tx: Transaction, id: number, changes: ChatChanges): Promise<void> {
  const { title } = changes;
  const searched = title === undefined ? {} : { folded_title: folded(title) };
  await tx
    .updateTable('chats')
    .set({ ...changes, ...searched })
    .where('id', '=', id)
    .execute();
}
