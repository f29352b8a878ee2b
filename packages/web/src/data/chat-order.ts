/** The order of a list of chats: pinned ones first, then the newest activity. Pure functions. */

import type { ChatListItem } from '@partyline/protocol';

/** Reading a date is what sorting ten thousand chats would spend its time on. */
const read = new WeakMap<ChatListItem, number>();

/** Milliseconds since the epoch; 0 where nothing happened yet. */
export function activityOf(chat: ChatListItem): number {
  const known = read.get(chat);
  if (known !== undefined) return known;
  const activity = chat.lastActivity === undefined ? 0 : Date.parse(chat.lastActivity);
  read.set(chat, activity);
  return activity;
}

/** For `sort`. The same time is put in an order too, or two chats would change places for ever. */
export function byActivity(one: ChatListItem, other: ChatListItem): number {
  const pinned = Number(other.isPinned === true) - Number(one.isPinned === true);
  if (pinned !== 0) return pinned;
  const newer = activityOf(other) - activityOf(one);
  return newer !== 0 ? newer : one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** Where the chat belongs among others that are in order. */
export function placeOf(chat: ChatListItem, others: readonly string[], get: (id: string) => ChatListItem | undefined) {
  let [low, high] = [0, others.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = get(others[middle] ?? '');
    if (other !== undefined && byActivity(other, chat) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
