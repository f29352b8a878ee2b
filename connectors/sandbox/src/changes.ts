/** What can be done to messages and chats that are there. Everything throws `SendError`. */

import { readFile } from 'node:fs/promises';
import type {
  ChatDeletion,
  ChatEvent,
  ChatRequest,
  ChatSnapshot,
  ChatUpdate,
  MessageEdit,
  MessageRemoval,
  OutgoingReaction,
} from '@partyline/connector';
import type { Account } from './account.ts';
import { type Chat, nameOf } from './chats.ts';
import { characterOf } from './contacts.ts';
import { refused } from './refusals.ts';

/** Bytes: a picture becomes a `data:` URL. */
const LARGEST_PICTURE = 256 * 1024;

export function edit(account: Account, { chatID, messageID, text, html }: MessageEdit): void {
  const { html: _, ...receipt } = account.own(chatID, messageID);
  if (text.length > account.textLimit(chatID)) throw refused('too_long', 'The text is too long. Nothing was changed.');
  const edits = receipt.edits + 1;
  account.receipts.keep({ ...receipt, edits, text, ...(html === undefined ? {} : { html }) });
}

export function remove(account: Account, { chatID, messageID, forEveryone }: MessageRemoval): void {
  const chat = account.chats.get(chatID);
  const isOwn = account.receipts.get(messageID) !== undefined;
  // In a group everybody's messages can be removed: the account is an admin of each.
  if (!isOwn && (chat.type === 'group' || !forEveryone)) return;
  const receipt = account.own(chatID, messageID);
  account.receipts.keep({ ...receipt, removed: forEveryone ? 'for-everyone' : 'for-me' });
}

export function react(account: Account, { chatID, messageID, key }: OutgoingReaction): void {
  account.chats.get(chatID);
  const keys = account.reactions.get(messageID) ?? new Set();
  account.reactions.set(messageID, keys.add(key));
}

export function unreact(account: Account, { chatID, messageID, key }: OutgoingReaction): void {
  account.chats.get(chatID);
  account.reactions.get(messageID)?.delete(key);
}

export function createChat(account: Account, request: ChatRequest): ChatSnapshot {
  const { type, participantIDs, title } = request;
  const memberIDs = [...new Set(participantIDs)].filter((id) => id !== account.id);
  const stranger = memberIDs.find((id) => characterOf(id) === undefined);
  if (stranger !== undefined)
    throw refused('unknown_user', `The sandbox has nobody called "${stranger}". No chat was made.`);
  const [first, ...others] = memberIDs;
  if (first === undefined || (type === 'single' && others.length > 0)) {
    const rule = type === 'single' ? 'exactly one other person' : 'at least one other person';
    throw refused('participants', `A chat like that has ${rule}. No chat was made.`);
  }
  if (type === 'single') {
    const created = !account.chats.has(first);
    return { ...account.chats.snapshot(account.chats.keep(account.chats.get(first))), created };
  }
  const chat: Chat = { id: `group-${account.newID()}`, type, title: title ?? nameOf(memberIDs), memberIDs };
  return { ...account.chats.snapshot(account.chats.keep(chat)), created: true };
}

/** The network tells of the change too, as it would after one on another device. */
export async function updateChat(account: Account, update: ChatUpdate): Promise<void> {
  const { account: _, chatID, title, imgPath, ...state } = update;
  const before = account.chats.get(chatID);
  const imgURL = typeof imgPath === 'string' ? await picture(imgPath) : imgPath;
  const chat: Chat = {
    ...before,
    ...state,
    ...(title === undefined ? {} : { title: title ?? nameOf(before.memberIDs) }),
    ...(imgURL === undefined ? {} : { imgURL }),
  };
  const told: ChatEvent = { kind: 'chat', chat: account.chats.snapshot(account.chats.keep(chat)).chat };
  account.post(told);
}

/** With its past, and all that the account has sent. */
export function deleteChat(account: Account, { chatID, forEveryone }: ChatDeletion): void {
  const { id } = account.chats.get(chatID);
  const removed = forEveryone ? 'for-everyone' : 'for-me';
  for (const receipt of account.receipts.of(id)) {
    if (receipt.removed !== 'for-everyone') account.receipts.keep({ ...receipt, removed });
  }
  account.chats.remove(id);
  account.pasts.delete(id);
  account.deletions.set(id, removed);
}

async function picture(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw refused('unreadable_file', `The sandbox could not read the picture (${String(error)}). Nothing was changed.`);
  });
  if (bytes.length > LARGEST_PICTURE)
    throw refused('too_large', `The sandbox takes pictures of ${LARGEST_PICTURE} bytes. Nothing was changed.`);
  return `data:${typeOf(bytes)};base64,${bytes.toString('base64')}`;
}

function typeOf(bytes: Buffer): string {
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return 'image/png';
  return bytes.subarray(0, 3).toString('latin1') === 'GIF' ? 'image/gif' : 'image/jpeg';
}
