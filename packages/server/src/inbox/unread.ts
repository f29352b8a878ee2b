/** What of a chat is unread: messages of others that arrived, rather than were fetched from the past, after the position up to which it was read. */

import type { Transaction } from '../store/writer.ts';
import type { ChatRow } from './chat-rows.ts';

interface Counted {
  readonly account: { readonly userID: string };
  readonly row: Pick<ChatRow, 'id' | 'last_read'> & { unread_count: number; unread_mentions: number };
  dirty: boolean;
}

/** Counts anew, into the row. */
export async function countUnread(tx: Transaction, chat: Counted): Promise<void> {
  const rows = await tx
    .selectFrom('messages')
    .select('mentions')
    .where('chat_id', '=', chat.row.id)
    .where('id', '>', chat.row.last_read)
    .where('is_self', '=', 0)
    .where('deleted', '=', 0)
    .where('past', '=', 0)
    .execute();
  chat.row.unread_count = rows.length;
  chat.row.unread_mentions = rows.filter(({ mentions }) => mentionsUser(mentions, chat.account.userID)).length;
  chat.dirty = true;
}

/** @param mentions user IDs or `@room`, as JSON */
export function mentionsUser(mentions: string | null, userID: string): boolean {
  if (mentions === null) return false;
  const ids: readonly string[] = JSON.parse(mentions);
  return ids.includes(userID) || ids.includes('@room');
}

/**
 * The newest message that a chat can be read up to. One that is on its way stands by our clock, and what others write may arrive later and be older
 * than that by the network's.
 */
export function newestSettled(tx: Transaction, chatID: number) {
  const settled = tx.selectFrom('messages').select('id').where('chat_id', '=', chatID).where('pending', '=', 0);
  return settled.orderBy('id', 'desc').limit(1);
}
