/** The chats that are known, and lists of them. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Chat, ChatListItem, Message } from '@partyline/protocol';
import { type ChatFilter, keyOf, wholeInbox } from './chat-filter.ts';
import { type ChatList, createChatList } from './chat-list.ts';
import { activityOf } from './chat-order.ts';
import type { LiveEvent } from './live.ts';
import { createReplay } from './replay.ts';
import { createKeyedStore, type Readable } from './store.ts';

export interface Chats {
  get(chatID: string): ChatListItem | undefined;
  at(chatID: string): Readable<ChatListItem | undefined>;
  /** All that are known, whichever list they came with. */
  all(): Iterable<ChatListItem>;
  /** One for each filter; it loads nothing by itself. */
  list(filter: ChatFilter): ChatList;
  /** Fetches a chat that is not known yet. @throws APIError 404 */
  load(chatID: string): Promise<ChatListItem>;
  take(event: LiveEvent): void;
  /** What a call is expected to answer, or one that was just made. */
  put(chat: Chat): void;
  /** Makes a call that changes one, and shows what it answers, if that is the chat. */
  change(call: () => Promise<unknown>): Promise<void>;
  /** The server deleted it. */
  drop(chatID: string): void;
  /** Loads every list anew that is loaded, and forgets what none of them has. */
  reload(): Promise<void>;
  forget(): void;
}

/** Lists that are kept, beside the whole inbox: those that were looked at last. */
const maxLists = 6;
const maxAhead = 200;

const newestOf = (messages: readonly (Message | undefined)[]): Message | undefined =>
  messages.reduce((one, other) => (one === undefined || (other && other.sortKey >= one.sortKey) ? other : one));

export function createChats(api: Partyline): Chats {
  const known = createKeyedStore<ChatListItem>();
  const lists = new Map<string, ChatList>();
  const inboxKey = keyOf(wholeInbox);
  /** The newest messages of chats that are not known: the chat itself comes next, and brings none. */
  const ahead = new Map<string, Message>();
  const loading = new Map<string, Promise<ChatListItem>>();

  const store = (chats: readonly ChatListItem[], isFresh = false) => {
    for (const chat of chats) {
      // An event tells no preview, and an answer may be older than the last event: the newest that is known counts.
      const others = [known.get(chat.id)?.preview, ahead.get(chat.id)];
      const preview = isFresh && chat.preview !== undefined ? chat.preview : newestOf([chat.preview, ...others]);
      ahead.delete(chat.id);
      known.set(chat.id, preview === undefined ? chat : { ...chat, preview });
    }
    const ids = chats.map(({ id }) => id);
    for (const list of lists.values()) list.place(ids);
  };
  const remove = (chatIDs: readonly string[]) => {
    for (const id of chatIDs) known.delete(id);
    const gone = new Set(chatIDs);
    for (const list of lists.values()) list.remove(gone);
  };
  const setPreview = (chat: ChatListItem, preview: Message | undefined) => {
    const { preview: _, ...rest } = chat;
    known.set(chat.id, preview === undefined ? rest : { ...rest, preview });
  };
  const fetch = (chatID: string) =>
    replay.around(
      () => api.chats.retrieve(chatID),
      (chat) => store([chat]),
    );
  /** Many rows may miss the same chat. */
  const load = (chatID: string) => {
    const answer = loading.get(chatID) ?? fetch(chatID).finally(() => loading.delete(chatID));
    loading.set(chatID, answer);
    return answer;
  };
  /** It is a convenience: events go on telling. A chat that is not there any more goes. */
  const refresh = (chatID: string) =>
    fetch(chatID).catch((error: unknown) => {
      if (error instanceof NotFoundError) remove([chatID]);
    });
  const takeMessage = (message: Message) => {
    if (message.isHidden === true || message.type === 'REACTION') return;
    const chat = known.get(message.chatID);
    if (chat === undefined) {
      ahead.delete(message.chatID);
      ahead.set(message.chatID, message);
      for (const id of ahead.keys()) if (ahead.size > maxAhead) ahead.delete(id);
      return;
    }
    const { preview } = chat;
    const isSame = preview?.id === message.id || preview?.id === message.pendingMessageID;
    if (preview === undefined || isSame || message.sortKey > preview.sortKey) setPreview(chat, message);
  };

  const replay = createReplay<LiveEvent>((event) => {
    if (event.type === 'chat.upserted' || event.type === 'reminder.due') store(event.entries ?? []);
    if (event.type === 'chat.deleted') remove(event.ids);
    if (event.type === 'message.upserted') for (const message of event.entries ?? []) takeMessage(message);
    if (event.type === 'message.deleted') {
      const chat = known.get(event.chatID);
      // What stands before it is the server's to say.
      if (chat?.preview !== undefined && event.ids.includes(chat.preview.id)) {
        setPreview(chat, undefined);
        void refresh(event.chatID);
      }
    }
    if (event.type === 'account.deleted')
      remove([...known.values()].filter(({ accountID }) => accountID === event.accountID).map(({ id }) => id));
  });
  const put = (chat: Chat) => {
    const now = known.get(chat.id);
    // Something was said since it was answered, and told already.
    if (now === undefined || activityOf(chat) >= activityOf(now)) store([chat]);
  };

  return {
    get: known.get,
    at: known.at,
    all: known.values,
    load,
    put,
    async change(call) {
      await replay.around(call, (answer) => isChat(answer) && put(answer));
    },
    drop: (chatID) => remove([chatID]),
    list(filter) {
      const key = keyOf(filter);
      const list = lists.get(key) ?? createChatList(api, filter, { get: known.get, store, around: replay.around });
      lists.delete(key);
      lists.set(key, list);
      for (const old of lists.keys()) {
        if (lists.size <= maxLists) break;
        if (old !== inboxKey) lists.delete(old);
      }
      return list;
    },
    take: replay.take,
    async reload() {
      const loaded = [...lists.values()].filter((list) => list.isLoaded());
      await Promise.all(loaded.map((list) => list.reload()));
      if (loaded.some((list) => list.state.get().error !== undefined)) return;
      // Whether the others are still as they were nobody can tell. Who shows one of them fetches it again.
      const listed = new Set(loaded.flatMap((list) => list.state.get().ids));
      for (const { id } of [...known.values()]) if (!listed.has(id)) known.delete(id);
    },
    forget() {
      lists.clear();
      ahead.clear();
      known.clear();
    },
  };
}

/** Some calls answer the chat, others nothing. */
const isChat = (answer: unknown): answer is ChatListItem =>
  typeof answer === 'object' && answer !== null && 'participants' in answer;
