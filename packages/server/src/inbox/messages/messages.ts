/** Messages as they are read: contract 3.5. */

import { type MessagePage, notFound } from '@partyline/protocol';
import type { EventLog } from '../../log/log-reader.ts';
import type { Store } from '../../store/store.ts';
import { type ChatRow, needChat } from '../chat-rows.ts';
import { findMessage, type MessageRow } from '../message-rows.ts';
import { type MessageEntry, messageViews } from '../message-views.ts';
import { type PageRequest, positionPage, unknownCursor } from '../position-pages.ts';
import { isSortKey, positionFrom } from '../positions.ts';
import { whenSettled } from './settling.ts';

export interface Messages {
  /**
   * Without a cursor from the newest message on, or with `after` from the oldest.
   *
   * @param query its cursor: that of a page, a sort key, or a message ID in any form. Limit 1–500.
   * @throws ApiError `NOT_FOUND`, or `VALIDATION_ERROR` for a cursor that is none
   */
  page(owner: string, chatID: string, query: PageRequest): Promise<MessagePage>;
  /**
   * By its final, its pending or the network's own ID. One that is being sent is held back for up to 2 s, until its outcome is known.
   *
   * @throws ApiError `NOT_FOUND`
   */
  retrieve(owner: string, chatID: string, messageID: string): Promise<MessageEntry>;
}

export function createMessages(store: Store, log: EventLog): Messages {
  const db = store.read;
  const viewsOf = (chat: ChatRow, rows: readonly MessageRow[]) => messageViews(db, new Map([[chat.id, chat]]), rows);

  const positionOf = async (chatID: number, cursor: string) => {
    if (isSortKey(cursor)) return positionFrom(cursor);
    const message = await findMessage(db, chatID, cursor);
    if (message === undefined) throw unknownCursor();
    return message.id;
  };

  return {
    async page(owner, chatID, query) {
      const chat = await needChat(db, owner, chatID);
      const from = query.cursor === undefined ? undefined : await positionOf(chat.id, query.cursor);
      const inChat = db.selectFrom('messages').selectAll().where('chat_id', '=', chat.id);
      const forward = query.direction === 'after';
      const ahead = from === undefined ? inChat : inChat.where('id', forward ? '>' : '<', from);
      const found = await ahead
        .orderBy('id', forward ? 'asc' : 'desc')
        .limit(query.limit + 1)
        .execute();
      const { rows, ...page } = positionPage(found, from, query);
      return { items: await viewsOf(chat, rows), ...page };
    },
    async retrieve(owner, chatID, messageID) {
      const { id } = await needChat(db, owner, chatID);
      const row = await whenSettled(log, () => findMessage(db, id, messageID));
      // The chat as it is after the wait.
      const [entry] = row === undefined ? [] : await viewsOf(await needChat(db, owner, chatID), [row]);
      if (entry === undefined) throw notFound('Message');
      return entry;
    },
  };
}
