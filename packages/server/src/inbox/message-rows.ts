/** Messages as their table has them. */

import type { Selectable } from 'kysely';
import type { MessagesTable } from '../store/tables.ts';
import type { Transaction } from '../store/writer.ts';
import { positionFrom } from './positions.ts';
import { findScheduled } from './scheduled.ts';

export type MessageRow = Selectable<MessagesTable>;

/** @returns the message of a chat by its final ID, its pending ID or the network's own; undefined when there is none */
export async function findMessage(db: Transaction, chatID: number, id: string): Promise<MessageRow | undefined> {
  const inChat = db.selectFrom('messages').selectAll().where('chat_id', '=', chatID);
  const position = positionFrom(id);
  if (position !== undefined) {
    const found = await inChat.where('id', '=', position).executeTakeFirst();
    if (found !== undefined) return found;
  }
  const pending = isPendingID(id)
    ? ((await inChat.where('pending_id', '=', id).executeTakeFirst()) ?? (await findScheduled(db, chatID, id)))
    : undefined;
  return pending ?? (await findByRemoteID(db, chatID, id));
}

export async function findByRemoteID(
  db: Transaction,
  chatID: number,
  remoteID: string,
): Promise<MessageRow | undefined> {
  const inChat = db.selectFrom('messages').selectAll().where('chat_id', '=', chatID);
  const found = await inChat.where('remote_id', '=', remoteID).executeTakeFirst();
  if (found !== undefined) return found;
  const alias = await db
    .selectFrom('message_aliases')
    .select('message_id')
    .where('chat_id', '=', chatID)
    .where('remote_id', '=', remoteID)
    .executeTakeFirst();
  return alias && (await inChat.where('id', '=', alias.message_id).executeTakeFirst());
}

const isPendingID = (id: string): boolean => /^m\d+$/.test(id);

/** What the message is called on the wire now. */
export function wireID(row: Pick<MessageRow, 'id' | 'pending' | 'pending_id'>): string {
  return row.pending === 1 && row.pending_id !== null ? row.pending_id : String(row.id);
}
