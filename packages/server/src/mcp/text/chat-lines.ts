/** Chats for a model to read. */

import type { Chat } from '@partyline/protocol';

/** Names shown of a chat. */
const shownNames = 3;

export function chatHeading({ title, id, localChatID }: Chat): string {
  return `${title} (chatID: ${localChatID ?? id})`;
}

/** `Chat on IRC with Ann, Bob, and 3 more` */
export function chatLine({ network, participants }: Chat): string {
  const others = participants.items.filter(({ isSelf }) => isSelf !== true);
  const names = others.slice(0, shownNames).map(({ fullName, username, id }) => fullName ?? username ?? id);
  const more = participants.total - (participants.items.length - others.length) - names.length;
  if (names.length === 0) return `Chat on ${network}`;
  return `Chat on ${network} with ${names.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

export function chatSection(chat: Chat): string {
  const marks = [
    chat.type === 'single' ? 'direct' : 'group',
    ...(chat.unreadCount > 0 ? [`${chat.unreadCount} unread`] : []),
    ...(chat.isArchived === true ? ['archived'] : []),
    ...(chat.isMuted === true ? ['muted'] : []),
    ...(chat.isPinned === true ? ['pinned'] : []),
    ...(chat.isLowPriority === true ? ['low priority'] : []),
    ...(chat.isReadOnly === true ? ['read only'] : []),
  ];
  const activity = chat.lastActivity === undefined ? '' : `\nLast activity: ${chat.lastActivity}`;
  return `## ${chatHeading(chat)}\n${chatLine(chat)}\n${marks.join(', ')}${activity}`;
}
