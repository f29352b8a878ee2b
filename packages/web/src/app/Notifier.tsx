import type { Message } from '@partyline/protocol';
import { useEffect, useRef } from 'react';
import { hasNews, isUnread } from '../data/chat-filter.ts';
import { isolated } from '../format/isolated.ts';
import { summaryOf } from '../format/message-kind.ts';
import { useNavigate } from '../routing/use-route.ts';
import { t } from '../texts/texts.ts';
import { useData } from './context.ts';
import { type Looking, openLooking } from './looked-at.ts';
import { followNotificationChoice, notificationState, notificationsFailed } from './notification-choice.ts';
import { joinWindows, type SoleWindow } from './sole-window.ts';
import { useNews } from './use-news.ts';
import { useReadable } from './use-readable.ts';

/** Tells of new messages on the desktop while nobody looks at the app: one notification a chat, gone once the chat is read. */
export function Notifier() {
  const { chats, onEvent } = useData();
  const navigate = useNavigate();
  const { choice } = useReadable(notificationState);
  const shown = useRef(new Map<string, Notification>());
  const looking = useRef<Looking>(undefined);
  const windows = useRef<SoleWindow>(undefined);

  useEffect(followNotificationChoice, []);
  useEffect(() => {
    const mine = openLooking();
    looking.current = mine;
    return mine.close;
  }, []);
  useEffect(() => {
    const joined = joinWindows();
    windows.current = joined;
    return joined.leave;
  }, []);
  useEffect(() => {
    const all = shown.current;
    const close = (chatID: string) => {
      all.get(chatID)?.close();
      all.delete(chatID);
    };
    const end = onEvent(() => {
      for (const chatID of all.keys()) {
        const chat = chats.get(chatID);
        if (chat === undefined || !isUnread(chat)) close(chatID);
      }
    });
    return () => {
      end();
      for (const chatID of all.keys()) close(chatID);
    };
  }, [chats, onEvent]);

  const notify = (message: Message, count: number) => {
    const { chatID, senderName = '' } = message;
    const chat = chats.get(chatID);
    // It may have been read meanwhile.
    if (chat === undefined || !hasNews(chat)) return;
    const { sender, several } = t.notifications;
    const title = chat.type === 'group' ? sender(isolated(senderName), isolated(chat.title)) : chat.title;
    const body = choice === 'texts' ? summaryOf(message) : count > 1 ? several(count) : '';
    try {
      // `renotify`: each is told of, though it takes the place of the one before.
      const options = { body, tag: chatID, renotify: true, lang: t.language, dir: 'auto' } as const;
      const one = new Notification(title, options);
      one.addEventListener('error', notificationsFailed);
      one.addEventListener('click', () => {
        window.focus();
        navigate({ view: 'inbox', chatID });
        one.close();
      });
      shown.current.set(chatID, one);
    } catch {
      notificationsFailed();
    }
  };
  useNews(async (messages) => {
    if (choice === 'off' || windows.current?.isMine() !== true || (await looking.current?.isAnywhere()) !== false)
      return;
    for (const ofChat of Map.groupBy(messages, ({ chatID }) => chatID).values()) {
      const last = ofChat.at(-1);
      if (last !== undefined) notify(last, ofChat.length);
    }
  });
  return null;
}
