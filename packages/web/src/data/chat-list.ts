/** One list of chats, newest activity first: loaded page by page, and kept in order by what comes in live. */

import type { Page, Partyline } from '@partyline/client';
import type { ChatListItem } from '@partyline/protocol';
import { type ChatFilter, fits, queryOf } from './chat-filter.ts';
import { createStore, type Readable } from './store.ts';

export interface ChatListState {
  /** Pinned ones first. */
  readonly ids: readonly string[];
  /** There is no more to load. */
  readonly isWhole: boolean;
  readonly isLoading: boolean;
  /** Why the last page did not come. */
  readonly error: unknown;
}

export interface ChatList {
  readonly state: Readable<ChatListState>;
  isLoaded(): boolean;
  /** The next page; the first one at first. Does nothing while one is on its way. Never throws. */
  loadMore(): Promise<void>;
  reload(): Promise<void>;
  /** The chat is new or changed. */
  place(chatID: string): void;
  remove(chatID: string): void;
}

/** The chats themselves, by their IDs. */
export interface KnownChats {
  get(chatID: string): ChatListItem | undefined;
  store(chat: ChatListItem): void;
}

const pageSize = 100;

export function createChatList(api: Partyline, filter: ChatFilter, known: KnownChats): ChatList {
  const state = createStore<ChatListState>({ ids: [], isWhole: false, isLoading: false, error: undefined });
  let last: Page<ChatListItem> | undefined;
  /** Activity of the oldest chat that was loaded: what is older comes with its page. */
  let reach = Number.POSITIVE_INFINITY;
  let round = 0;

  const belongs = (chat: ChatListItem): boolean =>
    fits(chat, filter) && (state.get().isWhole || chat.isPinned === true || activityOf(chat) >= reach);

  const remove = (chatID: string) =>
    state.update((now) => (now.ids.includes(chatID) ? { ...now, ids: now.ids.filter((id) => id !== chatID) } : now));

  const place = (chatID: string) => {
    const chat = known.get(chatID);
    if (chat === undefined || last === undefined) return;
    if (!belongs(chat)) return remove(chatID);
    state.update((now) => {
      const from = now.ids.indexOf(chatID);
      const others = from === -1 ? now.ids : now.ids.toSpliced(from, 1);
      const to = placeOf(chat, others, known);
      return to === from ? now : { ...now, ids: others.toSpliced(to, 0, chatID) };
    });
  };

  const take = (page: Page<ChatListItem>) => {
    last = page;
    const oldest = page.items.at(-1);
    if (oldest !== undefined) reach = activityOf(oldest);
    state.update((now) => ({ ...now, isWhole: !page.hasNextPage(), isLoading: false, error: undefined }));
    for (const chat of page.items) known.store(chat);
  };

  const load = async (fetchPage: () => Promise<Page<ChatListItem>>) => {
    const mine = ++round;
    state.update((now) => ({ ...now, isLoading: true, error: undefined }));
    try {
      const page = await fetchPage();
      if (mine === round) take(page);
    } catch (error) {
      if (mine === round) state.update((now) => ({ ...now, isLoading: false, error }));
    }
  };
  const firstPage = () => api.chats.search({ ...queryOf(filter), withPreview: true, limit: pageSize });

  return {
    state,
    place,
    remove,
    isLoaded: () => last !== undefined,
    async loadMore() {
      const { isLoading, isWhole } = state.get();
      if (isLoading || isWhole) return;
      const page = last;
      await load(page === undefined ? firstPage : () => page.getNextPage());
    },
    async reload() {
      await load(async () => {
        const page = await firstPage();
        reach = Number.POSITIVE_INFINITY;
        state.update((now) => ({ ...now, ids: [], isWhole: false }));
        return page;
      });
    },
  };
}

const activityOf = ({ lastActivity }: ChatListItem): number =>
  lastActivity === undefined ? 0 : Date.parse(lastActivity);

function placeOf(chat: ChatListItem, ids: readonly string[], known: KnownChats): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = known.get(ids[middle] ?? '');
    if (other !== undefined && isBefore(other, chat)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(one: ChatListItem, other: ChatListItem): boolean {
  const pinned = Number(other.isPinned === true) - Number(one.isPinned === true);
  if (pinned !== 0) return pinned < 0;
  const newer = activityOf(other) - activityOf(one);
  return newer === 0 ? one.id < other.id : newer < 0;
}
