/** How far somebody has read. */

import type { ReadEvent } from '@partyline/connector';
import { findByRemoteID, wireID } from '../message-rows.ts';
import { lastPositionAt } from '../positions.ts';
import type { Batch, LiveChat } from './batch.ts';
import { keepEarly, wholeChat } from './early.ts';

/** Own messages that are told again because somebody has now seen them; older ones show it when they are next read. */
const toldAtMost = 100;

export async function applyRead(batch: Batch, event: ReadEvent): Promise<void> {
  const account = batch.account(event.account);
  const chat = await batch.find(account, event.chatID);
  let position = lastPositionAt(event.timestamp);
  if (event.messageID !== undefined) {
    const message = chat && (await findByRemoteID(batch.tx, chat.row.id, event.messageID));
    if (message === undefined) return keepEarly(batch, account, event.messageID, event);
    position = message.id;
  }
  if (chat === undefined) return keepEarly(batch, account, wholeChat, event);
  if (event.reader.isSelf) readBySelf(chat, position);
  else await readByOther(batch, chat, event, position);
}

export function readBySelf(chat: LiveChat, position: number): void {
  if (position <= chat.row.last_read) return;
  chat.row.last_read = position;
  chat.row.marked_unread = 0;
  chat.dirty = true;
  // Where nothing is unread, nothing becomes so by reading.
  if (chat.row.unread_count > 0) chat.recount = true;
}

interface Receipt {
  readonly through: number;
  readonly at: number;
}

/** Of two words about the same message the earlier one counts. */
const isFurther = (before: Receipt, now: Receipt): boolean =>
  now.through > before.through || (now.through === before.through && now.at < before.at);

async function readByOther(batch: Batch, chat: LiveChat, { reader, timestamp }: ReadEvent, position: number) {
  const { tx } = batch;
  const receipt = { chat_id: chat.row.id, user_id: reader.id, through: position, at: timestamp };
  const before = await tx
    .selectFrom('receipts')
    .select(['through', 'at'])
    .where('chat_id', '=', receipt.chat_id)
    .where('user_id', '=', receipt.user_id)
    .executeTakeFirst();
  if (before !== undefined && !isFurther(before, receipt)) return;
  await tx
    .insertInto('receipts')
    .values(receipt)
    .onConflict((conflict) =>
      conflict.columns(['chat_id', 'user_id']).doUpdateSet({ through: position, at: timestamp }),
    )
    .execute();
  const seen = await tx
    .selectFrom('messages')
    .select(['id', 'pending', 'pending_id'])
    .where('chat_id', '=', chat.row.id)
    .where('id', '>', before?.through ?? 0)
    .where('id', '<=', position)
    .where('is_self', '=', 1)
    .orderBy('id', 'desc')
    .limit(toldAtMost)
    .execute();
  for (const message of seen.reverse()) chat.upserted.add(wireID(message));
}
