/** What messages of a chat answer, where that is not loaded with them. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { isCalled } from './message-order.ts';
import { createKeyedStore, type Readable } from './store.ts';

export interface Quotes {
  /** Undefined while it is not known, `missing` where the server has no such message. */
  at(messageID: string): Readable<Quoted | undefined>;
  /** Fetches it, once: rows come and go as one scrolls. */
  want(messageID: string): void;
  take(event: LiveEvent): void;
  /** Events were missed. */
  reload(): void;
}

export type Quoted = Message | 'missing';

export function createQuotes(api: Partyline, chatID: string): Quotes {
  const quotes = createKeyedStore<Quoted>();
  const asked = new Set<string>();
  const fetch = async (messageID: string) => {
    const before = quotes.get(messageID);
    try {
      const message = await api.messages.retrieve(messageID, { chatID });
      // What was told meanwhile is newer.
      if (quotes.get(messageID) === before) quotes.set(messageID, message);
    } catch (error) {
      if (error instanceof NotFoundError) quotes.set(messageID, 'missing');
      // The next row that shows it asks again.
      else asked.delete(messageID);
    }
  };
  return {
    at: quotes.at,
    want(messageID) {
      if (asked.has(messageID)) return;
      asked.add(messageID);
      void fetch(messageID);
    },
    take(event) {
      if (event.type === 'message.upserted')
        for (const message of event.entries ?? [])
          for (const messageID of asked) if (isCalled(message, messageID)) quotes.set(messageID, message);
      if (event.type === 'message.deleted')
        for (const messageID of event.ids) if (asked.has(messageID)) quotes.set(messageID, 'missing');
    },
    reload: () => asked.forEach((messageID) => void fetch(messageID)),
  };
}
