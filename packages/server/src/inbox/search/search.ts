/** Everything that can be looked for: contract 3.5 and 3.7. */

import type { MessageSearchPage, SearchResults } from '@partyline/protocol';
import type { Store } from '../../store/store.ts';
import type { Accounts } from '../account-facts.ts';
import type { Chats } from '../chats/chats.ts';
import { type MessageQuery, searchMessages } from './message-search.ts';

export interface Search {
  /** @throws ApiError `VALIDATION_ERROR` for a cursor that is none, `UNAVAILABLE` when it takes too long */
  messages(owner: string, query: MessageQuery): Promise<MessageSearchPage>;
  /** The first page of each kind. */
  everything(owner: string, query: string): Promise<SearchResults>;
}

const chatsInResults = 20;
const messagesInResults = 20;

export function createSearch(parts: {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly chats: Chats;
}): Search {
  const { store, accounts, chats } = parts;
  return {
    messages: (owner, query) => searchMessages(store, accounts, owner, query),
    async everything(owner, query) {
      const [titled, groups, messages] = await Promise.all([
        chats.search(owner, { query, scope: 'titles', limit: chatsInResults }),
        chats.search(owner, { query, scope: 'participants', type: 'group', limit: chatsInResults }),
        searchMessages(store, accounts, owner, { query, limit: messagesInResults }),
      ]);
      return { results: { chats: titled.items, in_groups: groups.items, messages } };
    },
  };
}
