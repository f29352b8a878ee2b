/** Edits, removals and reactions. Each is decided by times, not by the order of arrival, so that any order ends the same. */

import type { EditEvent, ReactionEvent, RemovalEvent } from '@partyline/connector';
import { plainToHTML, sanitizeHTML } from '@partyline/rich-text';
import { findByRemoteID, type MessageRow, wireID } from '../message-rows.ts';
import { addToIndex, removeFromIndex } from '../text-index.ts';
import type { Batch, LiveChat } from './batch.ts';
import { keepEarly } from './early.ts';
import { linksOf } from './links.ts';

export async function applyEdit(batch: Batch, event: EditEvent): Promise<void> {
  const target = await find(batch, event);
  if (target === undefined) return;
  const { chat, message } = target;
  const current = [message.edited_at ?? 0, message.edit_id ?? ''] as const;
  const isNewer = event.timestamp > current[0] || (event.timestamp === current[0] && event.id > current[1]);
  if (message.deleted === 1 || !isNewer) return;
  const changed = {
    text: event.html === undefined ? plainToHTML(event.text) : sanitizeHTML(event.html),
    mentions: event.mentions === undefined ? null : JSON.stringify(event.mentions),
    links: await linksOf(batch, chat.account.accountID, event.links),
    edited_at: event.timestamp,
    edit_id: event.id,
  };
  await batch.tx.updateTable('messages').set(changed).where('id', '=', message.id).execute();
  await removeFromIndex(batch.tx, [message.id]);
  await addToIndex(batch.tx, [{ ...message, ...changed }]);
  chat.upserted.add(wireID(message));
  if (changed.mentions !== message.mentions) recountIfUnread(chat, message);
}

/** The message stays in its place without its content. */
export async function applyRemoval(batch: Batch, event: RemovalEvent): Promise<void> {
  const target = await find(batch, event);
  if (target === undefined || target.message.deleted === 1) return;
  await removeMessage(batch, target.chat, target.message);
}

export async function removeMessage(batch: Batch, chat: LiveChat, message: MessageRow): Promise<void> {
  const { tx } = batch;
  await tx
    .updateTable('messages')
    .set({ deleted: 1, text: '', mentions: null, attachments: null, links: null, edited_at: null, edit_id: null })
    .where('id', '=', message.id)
    .execute();
  await tx.deleteFrom('reactions').where('message_id', '=', message.id).execute();
  await removeFromIndex(tx, [message.id]);
  chat.upserted.add(wireID(message));
  recountIfUnread(chat, message);
}

function recountIfUnread(chat: LiveChat, message: MessageRow): void {
  if (message.id > chat.row.last_read && message.is_self === 0 && message.past === 0) chat.recount = true;
}

export async function applyReaction(batch: Batch, event: ReactionEvent): Promise<void> {
  const target = await find(batch, event);
  if (target === undefined || target.message.deleted === 1) return;
  const { chat, message } = target;
  const before = await batch.tx
    .selectFrom('reactions')
    .select(['at', 'removed'])
    .where('message_id', '=', message.id)
    .where('sender_id', '=', event.sender.id)
    .where('key', '=', event.key)
    .executeTakeFirst();
  const removed = event.removed === true ? 1 : 0;
  if (before !== undefined) {
    const isNewer = event.timestamp > before.at || (event.timestamp === before.at && removed > before.removed);
    if (!isNewer) return;
  }
  const row = { message_id: message.id, sender_id: event.sender.id, key: event.key, at: event.timestamp, removed };
  await batch.tx
    .insertInto('reactions')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['message_id', 'sender_id', 'key']).doUpdateSet({ at: row.at, removed: row.removed }),
    )
    .execute();
  if ((before?.removed ?? 1) !== removed) chat.upserted.add(wireID(message));
}

/** The message that is meant, or undefined after the event was put aside for it. */
async function find(
  batch: Batch,
  event: EditEvent | RemovalEvent | ReactionEvent,
): Promise<{ chat: LiveChat; message: MessageRow } | undefined> {
  const account = batch.account(event.account);
  const chat = await batch.find(account, event.chatID);
  const message = chat && (await findByRemoteID(batch.tx, chat.row.id, event.messageID));
  if (chat !== undefined && message !== undefined) return { chat, message };
  await keepEarly(batch, account, event.messageID, event);
  return undefined;
}
