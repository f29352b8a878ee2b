/** What a timeline holds, oldest first. Pure functions. */

import type { Message } from '@partyline/protocol';

export interface TimelineItem {
  /** Stays the same from typing on, while the message gets its IDs. */
  readonly key: string;
  readonly message: Message;
  /** Only where the server does not have it yet. */
  readonly local?: LocalState;
}

export type LocalState = { readonly kind: 'sending' } | { readonly kind: 'refused'; readonly error: unknown };

/** What people are to see as a message. One that was taken back before it was sent is none. */
export const isShown = ({ isHidden, type, isDeleted, sendStatus }: Message): boolean =>
  isHidden !== true && type !== 'REACTION' && !(isDeleted === true && sendStatus?.reason === 'cancelled');

/** Whether it has that ID, or had it while it was sent. */
export const isCalled = ({ id, pendingMessageID }: Message, messageID: string): boolean =>
  id === messageID || pendingMessageID === messageID;

/** Where the message stands, under whichever of its IDs; -1. */
function indexOf(items: readonly TimelineItem[], { id, pendingMessageID }: Message): number {
  return items.findLastIndex(
    ({ message }) => isCalled(message, id) || (pendingMessageID !== undefined && isCalled(message, pendingMessageID)),
  );
}

/** In its place by the sort key; what is there under one of its IDs is replaced. */
export function withMessage(items: readonly TimelineItem[], message: Message): readonly TimelineItem[] {
  const index = indexOf(items, message);
  if (index === -1) return insert(items, { key: message.id, message });
  const old = items[index];
  const item: TimelineItem = { key: old?.key ?? message.id, message };
  if (old?.message.sortKey === message.sortKey) return items.with(index, item);
  return insert(items.toSpliced(index, 1), item);
}

/** A page of messages in any order, merged. */
export function withMessages(items: readonly TimelineItem[], messages: readonly Message[]): readonly TimelineItem[] {
  const ids = new Set(items.flatMap(({ message: { id, pendingMessageID = id } }) => [id, pendingMessageID]));
  const isKnown = ({ id, pendingMessageID = id }: Message) => ids.has(id) || ids.has(pendingMessageID);
  const fresh = messages.filter((message) => !isKnown(message));
  const merged = [...items, ...fresh.map((message): TimelineItem => ({ key: message.id, message }))].toSorted(
    bySortKey,
  );
  return messages.filter(isKnown).reduce(withMessage, merged);
}

/**
 * The server has taken a message, and calls it so. What came of it under that ID before the answer did is it already.
 *
 * @param key of the item that was there from typing on
 */
export function withAccepted(items: readonly TimelineItem[], key: string, id: string): readonly TimelineItem[] {
  const own = items.find((item) => item.key === key);
  const other = items.find((item) => item.key !== key && isCalled(item.message, id));
  if (own === undefined) return items;
  const rest = items.filter((item) => item !== own && item !== other);
  const message = other?.message ?? { ...own.message, id, pendingMessageID: id };
  return insert(rest, { key, message });
}

function insert(items: readonly TimelineItem[], item: TimelineItem): readonly TimelineItem[] {
  // Nearly always at the end.
  let index = items.length;
  while (index > 0 && bySortKey(items[index - 1], item) > 0) index--;
  return items.toSpliced(index, 0, item);
}

/** Local ones have a key that is behind every other. */
function bySortKey(one: TimelineItem | undefined, other: TimelineItem | undefined): number {
  const [a = '', b = ''] = [one?.message.sortKey, other?.message.sortKey];
  return a < b ? -1 : a > b ? 1 : 0;
}
