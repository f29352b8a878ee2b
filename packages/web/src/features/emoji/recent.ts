/** Which emoji were used last, on this device. */

import { storage } from '../../app/storage.ts';

const key = 'partyline.emoji';
const most = 24;
const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

export function recentEmoji(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(storage()?.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(emoji: string): void {
  const list = [emoji, ...recentEmoji().filter((one) => one !== emoji)].slice(0, most);
  try {
    storage()?.setItem(key, JSON.stringify(list));
  } catch {
    // No room: it is a convenience.
  }
}

/** What stands first where one reacts: of those that are used here, else the usual ones. */
export const quickEmoji = (count: number): readonly string[] =>
  [...new Set([...recentEmoji().slice(0, 2), ...usual])].slice(0, count);
