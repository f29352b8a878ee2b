/** What messages of a chat answer, where that is not loaded with them. */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Message } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { isCalled } from './message-order.ts';
import { createReplay } from './replay.ts';
import { createKeyedStore, type Readable } from './store.ts';

export interface Quotes {
  /** Undefined while it is not known, `missing` where the server has no such message. */
  at(messageID: string): Readable<Quoted | undefined>;
  /** Fetches it, once: rows come and go as one scrolls. */
  want(messageID: string): void;
  take(event: LiveEvent): void;
  /** The server is there again: what it was not asked successfully. */
  resume(): void;
  /** Events were missed. Resolves when all are fetched anew. */
  reload(): Promise<void>;
}

export type Quoted = Message | 'missing';

const maxKept = 300;

export function createQuotes(api: Partyline, chatID: string): Quotes {
  const quotes = createKeyedStore<Quoted>();
  /** Those that were wanted last, and whether they came. */
  const wanted = new Map<string, 'asked' | 'failed'>();
  const replay = createReplay<LiveEvent>((event) => {
    if (event.type === 'message.upserted')
      for (const message of event.entries ?? [])
        for (const messageID of wanted.keys()) if (isCalled(message, messageID)) quotes.set(messageID, message);
    if (event.type === 'message.deleted')
      for (const messageID of event.ids) if (wanted.has(messageID)) quotes.set(messageID, 'missing');
  });
  const retrieve = (messageID: string): Promise<Quoted> =>
    api.messages.retrieve(messageID, { chatID }).catch((error: unknown) => {
      if (error instanceof NotFoundError) return 'missing';
      throw error;
    });
  const load = async (messageID: string) => {
    wanted.set(messageID, 'asked');
    await replay
      .around(
        () => retrieve(messageID),
        (quoted) => quotes.set(messageID, quoted),
      )
      .catch(() => wanted.has(messageID) && wanted.set(messageID, 'failed'));
  };
  return {
    at: quotes.at,
    want(messageID) {
      if (wanted.has(messageID)) return;
      void load(messageID);
      for (const old of wanted.keys()) {
        if (wanted.size <= maxKept) break;
        wanted.delete(old);
        quotes.delete(old);
      }
    },
    take: replay.take,
    resume() {
      for (const [messageID, how] of wanted) if (how === 'failed') void load(messageID);
    },
    async reload() {
      // One after the other: the server is as busy as never when everybody begins anew.
      for (const messageID of [...wanted.keys()]) await load(messageID);
    },
  };
}
