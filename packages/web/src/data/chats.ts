/** The chats that are known, and lists of them. */

import type { Partyline } from '@partyline/client';
import type { Chat, ChatListItem, Message } from '@partyline/protocol';
import { type ChatFilter, keyOf } from './chat-filter.ts';
import { type ChatList, createChatList } from './chat-list.ts';
import type { LiveEvent } from './live.ts';
import { createKeyedStore, type Readable } from './store.ts';

export interface Chats {
  get(chatID: string): ChatListItem | undefined;
  at(chatID: string): Readable<ChatListItem | undefined>;
  /** One for each filter; it loads nothing by itself. */
  list(filter: ChatFilter): ChatList;
  /** Fetches a chat that is not known yet, or anew. @throws APIError 404 */
  load(chatID: string): Promise<ChatListItem>;
  take(event: LiveEvent): void;
  /** What a call answered, before its event comes. */
  put(chat: Chat): void;
  /** Loads every list anew that is loaded. */
  reload(): Promise<void>;
  forget(): void;
}

export function createChats(api: Partyline): Chats {
  const known = createKeyedStore<ChatListItem>();
  const lists = new Map<string, ChatList>();

  const store = (chat: ChatListItem) => {
    // An event tells no preview: the one that is known stays.
    const preview = chat.preview ?? known.get(chat.id)?.preview;
    known.set(chat.id, preview === undefined ? chat : { ...chat, preview });
    for (const list of lists.values()) list.place(chat.id);
  };
  const remove = (chatID: string) => {
    known.delete(chatID);
    for (const list of lists.values()) list.remove(chatID);
  };
  const setPreview = (chat: ChatListItem, preview: Message | undefined) => {
    const { preview: _, ...rest } = chat;
    known.set(chat.id, preview === undefined ? rest : { ...rest, preview });
  };
  const load = async (chatID: string) => {
    const chat = await api.chats.retrieve(chatID);
    store(chat);
    return chat;
  };
  /** A message of a chat that is not known comes before the chat itself, or the chat is further down than what is loaded. */
  const takeMessage = (message: Message) => {
    const chat = known.get(message.chatID);
    if (chat === undefined || message.isHidden === true || message.type === 'REACTION') return;
    const { preview } = chat;
    const isSame = preview?.id === message.id || preview?.id === message.pendingMessageID;
    if (preview === undefined || isSame || message.sortKey > preview.sortKey) setPreview(chat, message);
  };

  return {
    get: known.get,
    at: known.at,
    load,
    put: store,
    list(filter) {
      const key = keyOf(filter);
      const list = lists.get(key) ?? createChatList(api, filter, { get: known.get, store });
      lists.set(key, list);
      return list;
    },
    take(event) {
      if (event.type === 'chat.upserted') for (const chat of event.entries ?? []) store(chat);
      if (event.type === 'chat.deleted') for (const id of event.ids) remove(id);
      if (event.type === 'message.upserted') for (const message of event.entries ?? []) takeMessage(message);
      if (event.type === 'message.deleted') {
        const chat = known.get(event.chatID);
        // What stands before it is the server's to say.
        if (chat?.preview !== undefined && event.ids.includes(chat.preview.id)) {
          setPreview(chat, undefined);
          load(event.chatID).catch(() => undefined);
        }
      }
      if (event.type === 'account.deleted')
        for (const { id, accountID } of [...known.values()]) if (accountID === event.accountID) remove(id);
    },
    async reload() {
      await Promise.all([...lists.values()].filter((list) => list.isLoaded()).map((list) => list.reload()));
    },
    forget() {
      lists.clear();
      known.clear();
    },
  };
}
