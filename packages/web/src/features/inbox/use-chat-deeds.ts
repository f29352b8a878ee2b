import { useMemo } from 'react';
import { useData } from '../../app/context.ts';
import { isUnread } from '../../data/chat-filter.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { useChatActions } from './use-chat-actions.ts';

/** What keys and menus do to a chat, by its ID. */
export interface ChatDeeds {
  toggleUnread(chatID: string): void;
  togglePin(chatID: string): void;
  toggleMute(chatID: string): void;
  toggleArchive(chatID: string): void;
  toggleLowPriority(chatID: string): void;
  remind(chatID: string, at: Date): void;
  clearReminder(chatID: string): void;
}

/** @param openID the chat that is open: it is left when it is put away, or it would be read again at once */
export function useChatDeeds(openID: string | undefined): ChatDeeds {
  const { chats } = useData();
  const actions = useChatActions();
  const navigate = useNavigate();
  return useMemo(() => {
    const leave = (chatID: string) => {
      if (chatID === openID) navigate({ view: 'inbox' });
    };
    return {
      toggleUnread(chatID) {
        const chat = chats.get(chatID);
        if (chat === undefined) return;
        const isRead = isUnread(chat);
        if (!isRead) leave(chatID);
        void actions.setRead(chatID, isRead);
      },
      togglePin: (chatID) => void actions.setPinned(chatID, chats.get(chatID)?.isPinned !== true),
      toggleMute: (chatID) => void actions.setMuted(chatID, chats.get(chatID)?.isMuted !== true),
      toggleArchive(chatID) {
        const isArchived = chats.get(chatID)?.isArchived !== true;
        if (isArchived) leave(chatID);
        void actions.setArchived(chatID, isArchived);
      },
      toggleLowPriority: (chatID) => void actions.setLowPriority(chatID, chats.get(chatID)?.isLowPriority !== true),
      remind: (chatID, at) => void actions.remind(chatID, at, false),
      clearReminder: (chatID) => void actions.clearReminder(chatID),
    };
  }, [actions, chats, navigate, openID]);
}
