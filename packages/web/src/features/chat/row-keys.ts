/** What keys do on a message. */

import type { KeyboardEvent } from 'react';
import type { TimelineItem } from '../../data/message-order.ts';
import { spokenText } from '../../html/plain-text.ts';
import { copy } from './MessageMenu.tsx';
import { canDelete, canEdit, isAtNetwork } from './message-abilities.ts';
import type { Room } from './room.ts';

interface Pressed {
  readonly event: KeyboardEvent;
  /** The message that has the focus. */
  readonly item: TimelineItem | undefined;
  readonly here: number;
  readonly count: number;
  readonly room: Room;
  readonly anchor: Element;
  go(index: number): void;
}

/** @returns undefined for a key that is not for messages */
export function keysOf({ event, item, here, count, room, anchor, go }: Pressed): (() => void) | undefined {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (altKey) return undefined;
  if (key === 'ArrowUp') return () => go(here - 1);
  if (key === 'ArrowDown') return () => go(here + 1);
  if (key === 'Home' && item !== undefined) return () => go(0);
  if (key === 'End' && item !== undefined) return () => go(count - 1);
  if (item === undefined || item.local !== undefined) return undefined;
  const { message } = item;
  if (ctrlKey || metaKey) {
    const isCopy = key === 'c' && getSelection()?.isCollapsed !== false && (message.text ?? '') !== '';
    return isCopy ? () => copy(spokenText(message.text ?? '')) : undefined;
  }
  const menu = () => room.openMenu(item, anchor);
  switch (key) {
    case 'Enter':
    case 'm':
    case 'ContextMenu':
      return menu;
    case 'r':
      return isAtNetwork(message) && !room.isReadOnly && (room.able.reply ?? 0) > 0
        ? () => room.reply(message)
        : undefined;
    case '+':
      return isAtNetwork(message) && (room.able.reaction ?? 0) > 0
        ? () => room.chooseEmoji(message, anchor)
        : undefined;
    case 'e':
      return canEdit(message, room) ? () => room.edit(message) : undefined;
    case 'c':
      return (message.text ?? '') === '' ? undefined : () => copy(spokenText(message.text ?? ''));
    case 'Delete':
      return Object.values(canDelete(message, room)).includes(true) ? () => room.remove(message) : undefined;
    default:
      return undefined;
  }
}
