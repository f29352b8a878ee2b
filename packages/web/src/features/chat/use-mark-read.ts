import { useEffect } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { isUnread } from '../../data/chat-filter.ts';

/** A chat that somebody looks at is read. */
export function useMarkRead(chatID: string): void {
  const { api, chats } = useData();
  const chat = useChat(chatID);
  const isNew = chat !== undefined && isUnread(chat);
  useEffect(() => {
    if (!isNew) return;
    let isUnderWay = false;
    const mark = () => {
      if (isUnderWay || document.visibilityState !== 'visible') return;
      isUnderWay = true;
      // When it fails the chat stays unread, and is marked the next time.
      api.chats.markRead(chatID).then(chats.put, () => {
        isUnderWay = false;
      });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [isNew, api, chats, chatID]);
}
