/** A chat is changed by its owner. */

import { append, type ChatEventType } from '../../log/event-log.ts';
import type { Transaction } from '../../store/writer.ts';
import { type ChatChanges, type ChatRow, changeChat } from '../chat-rows.ts';

/** Writes what differs, with its event. @returns whether anything did */
export async function changeVisibly(
  tx: Transaction,
  owner: string,
  chat: ChatRow,
  changes: ChatChanges,
  first: readonly ChatEventType[] = [],
): Promise<boolean> {
  const differs = Object.entries({ ...chat, ...changes }).some(([key, value]) => value !== Reflect.get(chat, key));
  if (!differs) return false;
  await changeChat(tx, chat.id, changes);
  const types: readonly ChatEventType[] = [...first, 'chat.upserted'];
  await append(tx, owner, ...types.map((type) => ({ type, chatID: chat.public_id })));
  return true;
}
