/** How far the owner has read a chat (contract 3.4). */

import { notFound } from '@partyline/protocol';
import type { Transaction } from '../../store/writer.ts';
import { type ChatRow, needChat } from '../chat-rows.ts';
import { findMessage } from '../message-rows.ts';
import { countUnread, newestSettled } from '../unread.ts';
import { changeVisibly } from './change.ts';

export interface ReadRequest {
  readonly owner: string;
  readonly chatID: string;
  /** In any of its forms. */
  readonly messageID?: string | undefined;
  /** The network's ID of the account's own identity. */
  readonly userID: string;
}

export interface Reading {
  readonly chat: ChatRow;
  /** Native ID of the last message that counts as read now; undefined when there is nothing to tell the network. */
  readonly readThrough: string | undefined;
}

/** Everything up to a message, or up to the newest, is read. Never makes anything unread. @throws ApiError `NOT_FOUND` */
export async function markRead(tx: Transaction, request: ReadRequest): Promise<Reading> {
  const chat = await needChat(tx, request.owner, request.chatID);
  const newest = (await newestSettled(tx, chat.id).executeTakeFirst())?.id ?? 0;
  const position = request.messageID === undefined ? newest : await positionOf(tx, chat.id, request.messageID);
  return move(tx, request, chat, Math.max(chat.last_read, Math.min(position, newest)), false);
}

/**
 * A message and all after it are unread. Without one, or where nobody else wrote since, the chat is only marked so.
 * Never makes anything read. @throws ApiError `NOT_FOUND`
 */
export async function markUnread(tx: Transaction, request: ReadRequest): Promise<Reading> {
  const chat = await needChat(tx, request.owner, request.chatID);
  const position =
    request.messageID === undefined ? chat.last_read : (await positionOf(tx, chat.id, request.messageID)) - 1;
  // The past is never unread by itself, but may be made so.
  if (request.messageID !== undefined) await arriveAfter(tx, chat.id, position);
  return move(tx, request, chat, Math.min(chat.last_read, position), true);
}

async function move(
  tx: Transaction,
  { owner, messageID, userID }: ReadRequest,
  chat: ChatRow,
  last_read: number,
  unread: boolean,
): Promise<Reading> {
  const counted = { account: { userID }, row: { ...chat, last_read }, dirty: false };
  await countUnread(tx, counted);
  const { unread_count, unread_mentions } = counted.row;
  const marked = unread && (messageID === undefined || unread_count === 0);
  await changeVisibly(tx, owner, chat, { last_read, unread_count, unread_mentions, marked_unread: marked ? 1 : 0 });
  const moved = last_read !== chat.last_read;
  return { chat, readThrough: moved ? await nativeIDAt(tx, chat.id, last_read) : undefined };
}

async function arriveAfter(tx: Transaction, chatID: number, position: number): Promise<void> {
  const past = tx.updateTable('messages').set({ past: 0 }).where('chat_id', '=', chatID).where('past', '=', 1);
  await past.where('id', '>', position).execute();
}

async function positionOf(tx: Transaction, chatID: number, messageID: string): Promise<number> {
  const message = await findMessage(tx, chatID, messageID);
  if (message === undefined) throw notFound('Message');
  return message.id;
}

async function nativeIDAt(tx: Transaction, chatID: number, position: number): Promise<string | undefined> {
  const message = await tx
    .selectFrom('messages')
    .select('remote_id')
    .where('chat_id', '=', chatID)
    .where('id', '<=', position)
    .where('remote_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return message?.remote_id ?? undefined;
}
