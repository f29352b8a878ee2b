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

/** What people are to see as a message. */
export const isShown = ({ isHidden, type }: Message): boolean => isHidden !== true && type !== 'REACTION';

/** Where the message stands, under whichever of its IDs; -1. */
function indexOf(items: readonly TimelineItem[], message: Message): number {
  const { id, pendingMessageID } = message;
  return items.findLastIndex(
    ({ message: other }) =>
      other.id === id ||
      other.pendingMessageID === id ||
      (pendingMessageID !== undefined &&
        (other.id === pendingMessageID || other.pendingMessageID === pendingMessageID)),
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
  const fresh = messages.filter((message) => indexOf(items, message) === -1);
  const kept = messages.filter((message) => indexOf(items, message) !== -1);
  const merged = [...items, ...fresh.map((message): TimelineItem => ({ key: message.id, message }))].toSorted(
    bySortKey,
  );
  return kept.reduce(withMessage, merged);
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
