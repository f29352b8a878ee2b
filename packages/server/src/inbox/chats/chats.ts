/** Chats as they are read: contract 3.4. */

import type { ChatListItem, ChatListPage, ChatPage } from '@partyline/protocol';
import { notFound } from '@partyline/protocol';
import type { Store } from '../../store/store.ts';
import type { Accounts } from '../account-facts.ts';
import { needChat } from '../chat-rows.ts';
import { chatViews } from '../chat-views.ts';
import { type ChatFilter, filtersOf } from './chat-filters.ts';
import { chatRowPage, type PageQuery } from './chat-pages.ts';
import { previewsOf } from './previews.ts';

export interface Chats {
  /** With the last message of each chat. @throws ApiError `VALIDATION_ERROR` for a cursor that is none */
  list(owner: string, query: PageQuery & Pick<ChatFilter, 'accountIDs'>): Promise<ChatListPage>;
  /** @throws ApiError `VALIDATION_ERROR` for a cursor that is none */
  search(owner: string, query: PageQuery & ChatFilter & { readonly withPreview?: boolean }): Promise<ChatPage>;
  /**
   * @param most participants; -1 = all
   * @throws ApiError `NOT_FOUND`
   */
  retrieve(owner: string, chatID: string, most?: number): Promise<ChatListItem>;
}

const defaultMost = 100;

export function createChats(store: Store, accounts: Accounts): Chats {
  const db = store.read;
  const itemsOf = async (rows: Parameters<typeof chatViews>[1]): Promise<ChatListItem[]> => {
    const [views, previews] = await Promise.all([chatViews({ db, accounts }, rows), previewsOf(db, rows)]);
    return views.map((view) => {
      const preview = previews.get(view.id);
      return preview === undefined ? view : { ...view, preview };
    });
  };
  return {
    async list(owner, query) {
      const { rows, ...page } = await chatRowPage(db, owner, filtersOf(query, []), query);
      return { items: await itemsOf(rows), ...page };
    },
    async search(owner, query) {
      const { rows, ...page } = await chatRowPage(db, owner, filtersOf(query, accounts.ofOwner(owner)), query);
      const items = query.withPreview === true ? await itemsOf(rows) : await chatViews({ db, accounts }, rows);
      return { items, ...page };
    },
    async retrieve(owner, chatID, most = defaultMost) {
      const row = await needChat(db, owner, chatID);
      const [[view], previews] = await Promise.all([chatViews({ db, accounts }, [row], most), previewsOf(db, [row])]);
      if (view === undefined) throw notFound('Chat');
      const preview = previews.get(view.id);
      return preview === undefined ? view : { ...view, preview };
    },
  };
}
