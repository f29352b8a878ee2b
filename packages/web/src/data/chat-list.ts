/** One list of chats, newest activity first: loaded page by page, and kept in order by what comes in live. */

import type { Page, Partyline } from '@partyline/client';
import type { ChatListItem } from '@partyline/protocol';
import { type ChatFilter, fits, queryOf } from './chat-filter.ts';
import { activityOf, byActivity, placeOf } from './chat-order.ts';
import type { Replay } from './replay.ts';
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
  /** Begins again with the first page; what is shown stays until that is there. Never throws. */
  reload(): Promise<void>;
  /** The chats are new or changed. */
  place(chatIDs: readonly string[]): void;
  remove(chatIDs: ReadonlySet<string>): void;
}

/** The chats themselves, by their IDs. */
export interface KnownChats {
  get(chatID: string): ChatListItem | undefined;
  /** A page of the server's; each list that they belong to takes them in. @param isFresh nothing that was known before counts */
  store(chats: readonly ChatListItem[], isFresh: boolean): void;
  /** For what is asked of the server. */
  readonly around: Replay<unknown>['around'];
}

const pageSize = 100;
/** From so many on, sorting all of them is quicker than finding a place for each. */
const many = 8;

export function createChatList(api: Partyline, filter: ChatFilter, known: KnownChats): ChatList {
  const state = createStore<ChatListState>({ ids: [], isWhole: false, isLoading: false, error: undefined });
  let last: Page<ChatListItem> | undefined;
  /** Activity of the oldest chat that was loaded: what is older comes with its page. */
  let reach = Number.POSITIVE_INFINITY;
  let round = 0;

  const belongs = (chat: ChatListItem): boolean =>
    fits(chat, filter) && (state.get().isWhole || chat.isPinned === true || activityOf(chat) >= reach);

  const setIDs = (change: (ids: readonly string[]) => readonly string[]) =>
    state.update((now) => {
      const ids = change(now.ids);
      return ids === now.ids ? now : { ...now, ids };
    });

  const placeOne = (ids: readonly string[], chatID: string): readonly string[] => {
    const chat = known.get(chatID);
    if (chat === undefined) return ids;
    const from = ids.indexOf(chatID);
    const others = from === -1 ? ids : ids.toSpliced(from, 1);
    if (!belongs(chat)) return others;
    const to = placeOf(chat, others, known.get);
    return to === from ? ids : others.toSpliced(to, 0, chatID);
  };
  const sorted = (ids: Iterable<string>): string[] =>
    [...new Set(ids)]
      .map(known.get)
      .filter((chat) => chat !== undefined)
      .filter(belongs)
      .toSorted(byActivity)
      .map(({ id }) => id);

  const take = (page: Page<ChatListItem>, isNew: boolean) => {
    last = page;
    const oldest = page.items.at(-1);
    reach = oldest === undefined ? (isNew ? Number.POSITIVE_INFINITY : reach) : activityOf(oldest);
    state.update((now) => ({ ...now, isWhole: !page.hasNextPage(), isLoading: false }));
    known.store(page.items, isNew);
    // What was shown and is not in the new first page is gone, or further down.
    if (isNew) setIDs(() => sorted(page.items.map(({ id }) => id)));
  };
  const load = async (fetchPage: () => Promise<Page<ChatListItem>>, isNew: boolean) => {
    const mine = ++round;
    state.update((now) => ({ ...now, isLoading: true, error: undefined }));
    try {
      await known.around(fetchPage, (page) => {
        if (mine === round) take(page, isNew);
      });
    } catch (error) {
      if (mine === round) state.update((now) => ({ ...now, isLoading: false, error }));
    }
  };
  const firstPage = () => api.chats.search({ ...queryOf(filter), withPreview: true, limit: pageSize });

  return {
    state,
    isLoaded: () => last !== undefined,
    place(chatIDs) {
      if (last === undefined) return;
      setIDs((ids) => (chatIDs.length < many ? chatIDs.reduce(placeOne, ids) : sorted([...ids, ...chatIDs])));
    },
    remove: (chatIDs) =>
      setIDs((ids) => (ids.some((id) => chatIDs.has(id)) ? ids.filter((id) => !chatIDs.has(id)) : ids)),
    async loadMore() {
      const { isLoading, isWhole } = state.get();
      if (isLoading || isWhole) return;
      const page = last;
      await (page === undefined ? load(firstPage, true) : load(() => page.getNextPage(), false));
    },
    reload: () => load(firstPage, true),
  };
}
