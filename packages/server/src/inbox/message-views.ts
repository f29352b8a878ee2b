/** Messages in the shape of the wire: contract 2.9. */

import type { Attachment, LinkPreview, Message, Reaction } from '@partyline/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { ChatRow } from './chat-rows.ts';
import { type MessageRow, wireID } from './message-rows.ts';
import { sortKeyOf, timeOf } from './positions.ts';

export type ChatOfMessages = Pick<ChatRow, 'id' | 'public_id' | 'account_id' | 'last_read' | 'type'>;

/** A message, with the ID it had while it was pending (contract 1.7; the field is additive). */
export type MessageEntry = Message & { readonly pendingMessageID?: string };

/** @returns views in the order of the rows, whose chats must be among `chats` */
export async function messageViews(
  db: Kysely<Tables>,
  chats: ReadonlyMap<number, ChatOfMessages>,
  rows: readonly MessageRow[],
): Promise<MessageEntry[]> {
  const [reactions, receipts, replies] = await Promise.all([
    reactionsOf(db, rows),
    receiptsOf(db, rows),
    repliesOf(db, rows),
  ]);
  return rows.flatMap((row) => {
    const chat = chats.get(row.chat_id);
    if (chat === undefined) return [];
    const linked = row.reply_to === null ? undefined : replies.get(`${row.chat_id}/${row.reply_to}`);
    return [view(row, chat, reactions.get(row.id), receipts.get(row.chat_id), linked)];
  });
}

function view(
  row: MessageRow,
  chat: ChatOfMessages,
  reactions: Reaction[] | undefined,
  receipts: readonly Receipt[] | undefined,
  linkedMessageID: string | undefined,
): MessageEntry {
  const isSender = row.is_self === 1;
  const entry: { -readonly [K in keyof MessageEntry]: MessageEntry[K] } = {
    id: wireID(row),
    chatID: chat.public_id,
    accountID: chat.account_id,
    senderID: row.sender_id,
    sortKey: sortKeyOf(row.id),
    timestamp: new Date(timeOf(row.id)).toISOString(),
    type: row.type as NonNullable<Message['type']>,
    isSender,
  };
  if (row.sender_name !== null) entry.senderName = row.sender_name;
  if (row.deleted === 1) entry.isDeleted = true;
  else if (row.text !== '' || row.attachments === null) entry.text = row.text;
  if (!isSender && row.id > chat.last_read && row.deleted === 0 && row.past === 0) entry.isUnread = true;
  if (row.edited_at !== null) entry.editedTimestamp = new Date(row.edited_at).toISOString();
  if (row.send_status !== null) entry.sendStatus = JSON.parse(row.send_status);
  if (row.attachments !== null) entry.attachments = JSON.parse(row.attachments) as Attachment[];
  if (row.links !== null) entry.links = JSON.parse(row.links) as LinkPreview[];
  if (row.mentions !== null) entry.mentions = JSON.parse(row.mentions) as string[];
  if (linkedMessageID !== undefined) entry.linkedMessageID = linkedMessageID;
  if (reactions !== undefined) entry.reactions = reactions;
  if (row.pending_id !== null) entry.pendingMessageID = row.pending_id;
  if (isSender && receipts !== undefined) {
    const seen = receipts.filter(({ through }) => through >= row.id);
    if (seen.length > 0) entry.seen = Object.fromEntries(seen.map(({ userID, at }) => [userID, at]));
  }
  return entry;
}

async function reactionsOf(db: Kysely<Tables>, rows: readonly MessageRow[]): Promise<Map<number, Reaction[]>> {
  const found = new Map<number, Reaction[]>();
  if (rows.length === 0) return found;
  const reactions = await db
    .selectFrom('reactions')
    .select(['message_id', 'sender_id', 'key'])
    .where(
      'message_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('removed', '=', 0)
    .orderBy('at')
    .orderBy('sender_id')
    .orderBy('key')
    .execute();
  for (const { message_id, sender_id, key } of reactions) {
    const reaction = { id: `${sender_id}${key}`, reactionKey: key, participantID: sender_id, emoji: isEmoji(key) };
    const list = found.get(message_id);
    if (list === undefined) found.set(message_id, [reaction]);
    else list.push(reaction);
  }
  return found;
}

const isEmoji = (key: string): boolean => /^\p{RGI_Emoji}$/v.test(key);

interface Receipt {
  readonly userID: string;
  readonly through: number;
  readonly at: string;
}

async function receiptsOf(db: Kysely<Tables>, rows: readonly MessageRow[]): Promise<Map<number, Receipt[]>> {
  const chats = [...new Set(rows.filter((row) => row.is_self === 1).map((row) => row.chat_id))];
  if (chats.length === 0) return new Map();
  const receipts = await db.selectFrom('receipts').selectAll().where('chat_id', 'in', chats).execute();
  const views = receipts.map((row) => ({
    chatID: row.chat_id,
    userID: row.user_id,
    through: row.through,
    at: new Date(row.at).toISOString(),
  }));
  return Map.groupBy(views, ({ chatID }) => chatID);
}

/** @returns IDs of the messages that are answered, by chat and native ID */
async function repliesOf(db: Kysely<Tables>, rows: readonly MessageRow[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const answers = rows.filter((row) => row.reply_to !== null);
  for (const [chatID, ofChat] of Map.groupBy(answers, ({ chat_id }) => chat_id)) {
    const ids = ofChat.map(({ reply_to }) => reply_to).filter((id) => id !== null);
    const targets = await db
      .selectFrom('messages')
      .select(['id', 'remote_id', 'pending', 'pending_id'])
      .where('chat_id', '=', chatID)
      .where('remote_id', 'in', ids)
      .execute();
    for (const target of targets) found.set(`${chatID}/${target.remote_id}`, wireID(target));
  }
  return found;
}
