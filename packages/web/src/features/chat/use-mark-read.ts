import type { Chat, Message } from '@partyline/protocol';
import { useEffect, useRef } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { isUnread } from '../../data/chat-filter.ts';

/**
 * A chat is read as far as somebody has looked at it. One that is marked as unread while it is open stays so until something new is seen.
 *
 * @param last the lowest message in sight
 * @param isNewest there is none after it
 */
export function useMarkRead(chatID: string, last: Message | undefined, isNewest: boolean): void {
  const { api, chats } = useData();
  const chat = useChat(chatID);
  const messageID = last?.id;
  const sortKey = last?.sortKey ?? '';
  const heldAt = useHeld(chat, sortKey);
  const isNew = chat !== undefined && isUnread(chat) && (isNewest || sortKey > (chat.lastReadMessageSortKey ?? ''));
  const isUnderWay = useRef(false);
  /** What is to be marked by now. */
  const latest = useRef<() => void>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further unread message is a reason to look again
  useEffect(() => {
    if (!isNew || messageID === undefined) return;
    const mark = () => {
      if (isUnderWay.current || document.visibilityState !== 'visible' || sortKey <= heldAt.current) return;
      isUnderWay.current = true;
      // When it fails the chat stays unread, and is marked the next time.
      chats
        .change(() => api.chats.markRead(chatID, isNewest ? {} : { messageID }))
        .catch(() => undefined)
        .finally(() => {
          isUnderWay.current = false;
          // More was seen meanwhile.
          if (latest.current !== mark) latest.current?.();
        });
    };
    latest.current = mark;
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => {
      latest.current = undefined;
      document.removeEventListener('visibilitychange', mark);
    };
  }, [api, chats, chatID, messageID, sortKey, isNewest, isNew, chat?.unreadCount, heldAt]);
}

/** How far looking at it does not count, because the person has marked it as unread. */
function useHeld(chat: Chat | undefined, sortKey: string) {
  const heldAt = useRef('');
  const before = useRef(chat);
  if (chat !== before.current && chat !== undefined) {
    const { lastReadMessageSortKey: was = '', isMarkedUnread: wasMarked = false } = before.current ?? chat;
    const { lastReadMessageSortKey: is = '', isMarkedUnread: isMarked = false } = chat;
    if (is < was || (isMarked && !wasMarked)) heldAt.current = sortKey;
    before.current = chat;
  }
  return heldAt;
}
