/** What can be done to a chat from outside of it: shown at once, taken back with a word when the server refuses, and undone where it can be. */

import type { ChatListItem, Label } from '@partyline/protocol';
import type { AppData } from '../../data/app-data.ts';
import { isUnread } from '../../data/chat-filter.ts';
import { fullText } from '../../format/dates.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { tell, warn } from '../../ui/toasts.ts';

export interface ChatActions {
  setRead(chatID: string, isRead: boolean): Promise<void>;
  setPinned(chatID: string, isPinned: boolean): Promise<void>;
  setMuted(chatID: string, isMuted: boolean): Promise<void>;
  /** With a toast to undo it. */
  setArchived(chatID: string, isArchived: boolean): Promise<void>;
  /** With a toast to undo it. */
  setLowPriority(chatID: string, isLowPriority: boolean): Promise<void>;
  setLabel(chatID: string, label: Label, isOn: boolean): Promise<void>;
  /** With a toast to undo it. @returns whether it was set */
  remind(chatID: string, at: Date, untilReply: boolean): Promise<boolean>;
  clearReminder(chatID: string): Promise<void>;
  /** For good. @throws APIError: nothing was deleted */
  remove(chatID: string, forEveryone: boolean): Promise<void>;
  /** All that are known to be unread; with a toast to undo it. */
  markAllRead(): Promise<void>;
}

const texts = t.chatActions;

export function createChatActions({ api, chats }: AppData): ChatActions {
  /** Shows the change, makes it, and shows what came of it. @returns whether it was made */
  const change = async (
    chatID: string,
    expected: Partial<ChatListItem>,
    work: (before: ChatListItem) => Promise<unknown>,
  ): Promise<boolean> => {
    const before = chats.get(chatID);
    if (before === undefined) return false;
    chats.put({ ...before, ...expected });
    try {
      await chats.change(() => work(before));
      return true;
    } catch (error) {
      const now = chats.get(chatID);
      // What else happened meanwhile stays.
      if (now !== undefined) chats.put({ ...now, ...pick(before, expected) });
      warn(errorText(error));
      return false;
    }
  };
  const titleOf = (chatID: string) => chats.get(chatID)?.title ?? '';
  const undoable = (text: string, undo: () => unknown) =>
    tell(text, { action: { text: texts.undo, undoes: true, run: () => void undo() } });

  const actions: ChatActions = {
    async setRead(chatID, isRead) {
      const expected = isRead ? { unreadCount: 0, isMarkedUnread: false } : { isMarkedUnread: true };
      await change(chatID, expected, () => (isRead ? api.chats.markRead(chatID) : api.chats.markUnread(chatID)));
    },
    async setPinned(chatID, isPinned) {
      await change(chatID, { isPinned }, () => api.chats.update(chatID, { isPinned }));
    },
    async setMuted(chatID, isMuted) {
      await change(chatID, { isMuted }, () => api.chats.update(chatID, { isMuted }));
    },
    async setArchived(chatID, isArchived) {
      const done = await change(chatID, { isArchived }, () => api.chats.update(chatID, { isArchived }));
      const text = isArchived ? texts.archived : texts.unarchived;
      if (done)
        undoable(text(titleOf(chatID)), () =>
          change(chatID, { isArchived: !isArchived }, () => api.chats.update(chatID, { isArchived: !isArchived })),
        );
    },
    async setLowPriority(chatID, isLowPriority) {
      const set = (value: boolean) =>
        change(chatID, { isLowPriority: value }, () => api.chats.update(chatID, { isLowPriority: value }));
      if (await set(isLowPriority))
        undoable((isLowPriority ? texts.madeLow : texts.madeNormal)(titleOf(chatID)), () => set(!isLowPriority));
    },
    async setLabel(chatID, label, isOn) {
      const others = (chats.get(chatID)?.labels ?? []).filter(({ id }) => id !== label.id);
      await change(chatID, { labels: isOn ? [...others, label] : others }, () =>
        isOn ? api.chats.labels.attach(label.id, { chatID }) : api.chats.labels.detach(label.id, { chatID }),
      );
    },
    async remind(chatID, at, untilReply) {
      const earlier = chats.get(chatID)?.reminder;
      const reminder = { remindAt: at.toISOString(), dismissOnIncomingMessage: untilReply };
      const done = await change(chatID, { reminder }, () => api.chats.reminders.create(chatID, { reminder }));
      if (!done) return false;
      undoable(texts.reminderSet(titleOf(chatID), fullText(reminder.remindAt)), () => {
        const { remindAt } = earlier ?? {};
        if (remindAt === undefined) return actions.clearReminder(chatID);
        return change(chatID, { reminder: { ...earlier, remindAt } }, () =>
          api.chats.reminders.create(chatID, { reminder: { ...earlier, remindAt } }),
        );
      });
      return true;
    },
    async clearReminder(chatID) {
      const done = await change(chatID, { reminder: null }, () => api.chats.reminders.delete(chatID));
      if (done) tell(texts.reminderCleared(titleOf(chatID)));
    },
    async remove(chatID, forEveryone) {
      await api.chats.delete(chatID, { forEveryone });
      chats.drop(chatID);
    },
    async markAllRead() {
      const unread = [...chats.all()].filter((chat) => isUnread(chat) && chat.isArchived !== true);
      if (unread.length === 0) return tell(texts.nothingUnread);
      await Promise.all(unread.map(({ id }) => actions.setRead(id, true)));
      undoable(texts.allRead(unread.length), () => Promise.all(unread.map(({ id }) => actions.setRead(id, false))));
    },
  };
  return actions;
}

/** The fields that were to change, as they were. */
function pick(before: ChatListItem, { ...names }: Partial<ChatListItem>): Partial<ChatListItem> {
  return Object.fromEntries(Object.keys(names).map((name) => [name, Reflect.get(before, name)]));
}
