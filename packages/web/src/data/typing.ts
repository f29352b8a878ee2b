/** Who is typing, for as long as the server says so: it is told of every beginning and end, and each word holds for a while only. */

import type { TypingChanged } from '@partyline/protocol';
import { createKeyedStore, type Readable } from './store.ts';

export type Typist = TypingChanged['users'][number];

export interface Typing {
  /** In the order in which they began; undefined: nobody. */
  at(chatID: string): Readable<readonly Typist[] | undefined>;
  take(changed: TypingChanged): void;
  /** The connection is gone: nobody would say that they stopped. */
  forget(): void;
}

export function createTyping(): Typing {
  const chats = createKeyedStore<readonly Typist[]>();
  const ends = new Map<string, ReturnType<typeof setTimeout>>();
  const end = (chatID: string) => {
    clearTimeout(ends.get(chatID));
    ends.delete(chatID);
    chats.delete(chatID);
  };
  return {
    at: chats.at,
    take({ chatID, users, expiresInSeconds }) {
      if (users.length === 0) return end(chatID);
      clearTimeout(ends.get(chatID));
      chats.set(chatID, users);
      ends.set(chatID, setTimeout(end, expiresInSeconds * 1_000, chatID));
    },
    forget() {
      for (const chatID of [...ends.keys()]) end(chatID);
    },
  };
}
