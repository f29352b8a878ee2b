/** How far back the messages of a chat reach, and whether that is all there is. */

import type { HistoryRequest } from '@partyline/connector';
import type { ChatRow } from '../inbox/chat-rows.ts';
import { firstPositionAt, timeOf } from '../inbox/positions.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';

/** Whether the network said that it has nothing older than what is here, and nothing older came since. */
export async function isWhole(db: Store['read'], { id, whole_from }: ChatRow): Promise<boolean> {
  if (whole_from === null) return false;
  const oldest = await oldestPosition(db, id);
  return oldest === undefined || oldest >= whole_from;
}

/** The network has nothing older than what is here. */
export async function markWhole(tx: Transaction, chatID: number): Promise<void> {
  // A chat without messages is whole as it is: what is said in it from now on changes nothing about that.
  const whole_from = (await oldestPosition(tx, chatID)) ?? firstPositionAt(Date.now());
  await tx.updateTable('chats').set({ whole_from }).where('id', '=', chatID).execute();
}

/** The oldest message that the network knows by an ID. */
export async function oldestAtNetwork(db: Store['read'], chatID: number): Promise<HistoryRequest['before']> {
  const row = await db
    .selectFrom('messages')
    .select(['id', 'remote_id'])
    .where('chat_id', '=', chatID)
    .where('pending', '=', 0)
    .where('remote_id', 'is not', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.remote_id == null ? undefined : { id: row.remote_id, timestamp: timeOf(row.id) };
}

async function oldestPosition(db: Store['read'], chatID: number): Promise<number | undefined> {
  const ofChat = db.selectFrom('messages').select('id').where('chat_id', '=', chatID);
  return (await ofChat.orderBy('id').limit(1).executeTakeFirst())?.id;
}
