/** Which chats a list shows: as a query to the server, and as a test for what comes in live. */

import type { ChatSearchParams } from '@partyline/client';
import type { Chat } from '@partyline/protocol';

export interface ChatFilter {
  /** `primary` is what is neither in the archive nor of low priority. */
  readonly inbox: 'primary' | 'low-priority' | 'archive';
  /** Of any of these; all when there are none. */
  readonly accountIDs?: readonly string[] | undefined;
  readonly unreadOnly?: boolean | undefined;
  readonly labelID?: string | undefined;
}

export const wholeInbox: ChatFilter = { inbox: 'primary' };

export const queryOf = ({ inbox, accountIDs = [], unreadOnly, labelID }: ChatFilter): ChatSearchParams => ({
  inbox,
  ...(accountIDs.length > 0 && { accountIDs }),
  ...(unreadOnly === true && { unreadOnly }),
  ...(labelID !== undefined && { labelID }),
});

/** The same for filters that mean the same. */
export const keyOf = ({ inbox, accountIDs = [], unreadOnly = false, labelID = '' }: ChatFilter): string =>
  JSON.stringify([inbox, accountIDs.toSorted(), unreadOnly, labelID]);

export const isUnread = ({ unreadCount, isMarkedUnread }: Chat): boolean => unreadCount > 0 || isMarkedUnread === true;

/** It is for the person to look at: unread, in the inbox, and not muted. */
export const hasNews = (chat: Chat): boolean => isUnread(chat) && chat.isMuted !== true && fits(chat, wholeInbox);

export function fits(chat: Chat, { inbox, accountIDs = [], unreadOnly, labelID }: ChatFilter): boolean {
  const place = chat.isArchived === true ? 'archive' : chat.isLowPriority === true ? 'low-priority' : 'primary';
  return (
    place === inbox &&
    (accountIDs.length === 0 || accountIDs.includes(chat.accountID)) &&
    (unreadOnly !== true || isUnread(chat)) &&
    (labelID === undefined || chat.labels?.some(({ id }) => id === labelID) === true)
  );
}
