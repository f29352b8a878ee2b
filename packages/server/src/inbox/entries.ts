/** What the events of the log point at, as it is now (websocket.md, 3.1). */

import type { Chat } from '@partyline/protocol';
import type { Store } from '../store/store.ts';
import type { Accounts } from './account-facts.ts';
import { chatViews } from './chat-views.ts';
import { type MessageEntry, messageViews } from './message-views.ts';
import { positionFrom } from './positions.ts';

export interface Entries {
  /** By public chat ID; those that are gone are missing. */
  chats(owner: string, chatIDs: readonly string[]): Promise<ReadonlyMap<string, Chat>>;
  /** By the IDs asked for, final or pending; those that are gone are missing. */
  messages(owner: string, ids: readonly string[]): Promise<ReadonlyMap<string, MessageEntry>>;
}

const idsPerQuery = 500;

export function createEntries(store: Store, accounts: Accounts): Entries {
  const db = store.read;
  return {
    async chats(owner, chatIDs) {
      if (chatIDs.length === 0) return new Map();
      const rows = await db
        .selectFrom('chats')
        .selectAll()
        .where('owner_id', '=', owner)
        .where('public_id', 'in', chatIDs)
        .execute();
      const views = await chatViews({ db, accounts }, rows);
      return new Map(views.map((view) => [view.id, view]));
    },
    async messages(owner, ids) {
      const entries = new Map<string, MessageEntry>();
      for (let start = 0; start < ids.length; start += idsPerQuery) {
        const some = ids.slice(start, start + idsPerQuery);
        for (const [id, entry] of await entriesOf(owner, some)) entries.set(id, entry);
      }
      return entries;
    },
  };

  async function entriesOf(owner: string, ids: readonly string[]): Promise<[string, MessageEntry][]> {
    const positions = ids.map(positionFrom).filter((position) => position !== undefined);
    const pendingIDs = ids.filter((id) => id.startsWith('m'));
    const final = positions.length === 0 ? [] : await of(owner).where('messages.id', 'in', positions).execute();
    const pending =
      pendingIDs.length === 0 ? [] : await of(owner).where('messages.pending_id', 'in', pendingIDs).execute();
    const rows = [...final, ...pending];
    const chats = await chatsOf([...new Set(rows.map(({ chat_id }) => chat_id))]);
    const views = await messageViews(db, chats, rows);
    return views.map((entry, index) => {
      const asked = index < final.length ? String(final[index]?.id) : entry.pendingMessageID;
      return [asked ?? entry.id, entry];
    });
  }

  function of(owner: string) {
    // A cross join is not turned round: else every chat of the owner would be gone through for every message.
    return db
      .selectFrom('messages')
      .crossJoin('chats')
      .selectAll('messages')
      .whereRef('chats.id', '=', 'messages.chat_id')
      .where('chats.owner_id', '=', owner);
  }

  async function chatsOf(ids: readonly number[]) {
    const columns = ['id', 'public_id', 'account_id', 'last_read', 'type'] as const;
    const rows = ids.length === 0 ? [] : await db.selectFrom('chats').select(columns).where('id', 'in', ids).execute();
    return new Map(rows.map((row) => [row.id, row]));
  }
}
