import type { Message } from '@partyline/protocol';
import { useEffect, useRef } from 'react';
import { fits, isUnread, wholeInbox } from '../data/chat-filter.ts';
import { summaryOf } from '../format/message-kind.ts';
import { useNavigate } from '../routing/use-route.ts';
import { t } from '../texts/texts.ts';
import { useData } from './context.ts';
import { notificationState, notificationsFailed } from './notification-choice.ts';
import { useNews } from './use-news.ts';
import { useReadable } from './use-readable.ts';

/** Tells of new messages on the desktop while nobody looks at the app: one notification a chat, gone once the chat is read. */
export function Notifier() {
  const { chats, onEvent } = useData();
  const navigate = useNavigate();
  const { choice } = useReadable(notificationState);
  const shown = useRef(new Map<string, Notification>());

  useEffect(() => {
    const all = shown.current;
    const close = (chatID: string) => {
      all.get(chatID)?.close();
      all.delete(chatID);
    };
    const end = onEvent((event) => {
      if (event.type === 'chat.deleted') close(event.chatID);
      if (event.type !== 'chat.upserted') return;
      for (const chat of event.entries ?? []) if (!isUnread(chat)) close(chat.id);
    });
    return () => {
      end();
      for (const chatID of [...all.keys()]) close(chatID);
    };
  }, [onEvent]);

  const notify = (message: Message, count: number) => {
    const { chatID } = message;
    const chat = chats.get(chatID);
    if (chat === undefined || !fits(chat, wholeInbox)) return;
    const { sender, several } = t.notifications;
    const title = chat.type === 'group' ? sender(message.senderName ?? '', chat.title) : chat.title;
    const body = count > 1 && choice === 'names' ? several(count) : choice === 'texts' ? summaryOf(message) : '';
    try {
      const one = new Notification(title, { body, tag: chatID, lang: t.language, dir: 'auto' });
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
  useNews((messages) => {
    if (choice === 'off' || document.hasFocus()) return;
    const byChat = Map.groupBy(messages, ({ chatID }) => chatID);
    for (const ofChat of byChat.values()) {
      const last = ofChat.at(-1);
      if (last !== undefined) notify(last, ofChat.length);
    }
  });
  return null;
}
