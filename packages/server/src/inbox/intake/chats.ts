/** What a network says of a chat itself. */

import type { ChatEvent, ChatParticipant, ChatRemovedEvent } from '@partyline/connector';
import type { RememberMedia } from '../attachments.ts';
import { applyParticipants } from '../participants.ts';
import type { Batch, LiveChat } from './batch.ts';
import { pictured, pictureOf } from './pictures.ts';

export async function applyChat(batch: Batch, event: ChatEvent, remember: RememberMedia): Promise<void> {
  const account = batch.account(event.account);
  const chat = await batch.need(account, event.chat);
  const before = JSON.stringify(chat.row);
  take(chat, event.chat);
  const image = await pictureOf(batch, account.accountID, event.chat, remember);
  if (image !== undefined) chat.row.image = image;
  if (JSON.stringify(chat.row) !== before) chat.dirty = true;
  if (event.participants === undefined) return;
  const items: ChatParticipant[] = [];
  for (const person of event.participants.items) items.push(await pictured(batch, account.accountID, person, remember));
  await applyParticipants(batch.tx, chat, { ...event.participants, items });
}

function take({ row }: LiveChat, told: ChatEvent['chat']): void {
  if (told.title !== undefined) row.title = told.title;
  row.type = told.type;
  if (told.description !== undefined) row.description = told.description;
  if (told.messageExpirySeconds !== undefined) row.expiry_seconds = told.messageExpirySeconds;
  if (told.capabilities !== undefined) row.capabilities = JSON.stringify(told.capabilities);
  if (told.isReadOnly !== undefined) row.read_only = flag(told.isReadOnly);
  if (told.isArchived !== undefined) row.archived = flag(told.isArchived);
  if (told.isMuted !== undefined) row.muted = flag(told.isMuted);
  if (told.isPinned !== undefined) row.pinned = flag(told.isPinned);
  if (told.isLowPriority !== undefined) row.low_priority = flag(told.isLowPriority);
}

const flag = (value: boolean): number => (value ? 1 : 0);

/** The chat is gone at once; its messages are purged in pieces afterwards (purge.ts). */
export async function applyChatRemoval(batch: Batch, event: ChatRemovedEvent): Promise<void> {
  const chat = await batch.find(batch.account(event.account), event.chatID);
  if (chat === undefined) return;
  chat.removed = true;
  await detach(batch.tx, chat.row.id);
}

/** The IDs are given free: the same chat may come back. */
async function detach(tx: Batch['tx'], chatID: number): Promise<void> {
  const gone = `gone:${chatID}`;
  await tx
    .updateTable('chats')
    .set({ owner_id: null, public_id: gone, remote_id: gone })
    .where('id', '=', chatID)
    .execute();
}
