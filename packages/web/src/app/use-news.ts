import type { Message } from '@partyline/protocol';
import { useEffect, useRef } from 'react';
import { useData } from './context.ts';

/** What comes within this is told at once, or a busy group would be all that one hears. */
const gatherMs = 1_500;

/** Tells of messages that somebody has just written, a few at a time. Muted chats are no news. */
export function useNews(tell: (messages: readonly Message[]) => void): void {
  const data = useData();
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    let waiting: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      const messages = waiting;
      waiting = [];
      timer = undefined;
      // Asked as late as that: a chat that was not known comes after its message.
      const heard = messages.filter(({ chatID }) => data.chats.get(chatID)?.isMuted !== true);
      if (heard.length > 0) latest.current(heard);
    };
    const end = data.onEvent((event) => {
      if (event.type !== 'message.upserted') return;
      const news = event.entries?.filter(isNews) ?? [];
      waiting = [...waiting, ...news.filter(({ id }) => !waiting.some((other) => other.id === id))];
      if (waiting.length > 0) timer ??= setTimeout(flush, gatherMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [data]);
}

const recentMs = 60_000;

/** Neither history, nor an edit, nor the own person's. */
const isNews = ({ isSender, isHidden, isDeleted, isUnread, editedTimestamp, type, timestamp }: Message): boolean =>
  isSender !== true &&
  isHidden !== true &&
  isDeleted !== true &&
  isUnread !== false &&
  editedTimestamp === undefined &&
  type !== 'REACTION' &&
  Date.now() - Date.parse(timestamp) < recentMs;
