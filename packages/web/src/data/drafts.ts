/** What was typed and not sent, by chat: here at once, at the server a moment later, so that it is on every device. */

import type { Partyline } from '@partyline/client';
import { createKeyedStore, type Readable } from './store.ts';

export interface Drafts {
  /** Undefined: nothing was typed here, and the chat's own draft counts. */
  at(chatID: string): Readable<string | undefined>;
  set(chatID: string, text: string): void;
  /** It was sent. */
  clear(chatID: string): void;
  /** Stores what is not stored yet. */
  flush(): Promise<void>;
  forget(): void;
}

const restMs = 1_000;

export function createDrafts(api: Partyline): Drafts {
  const typed = createKeyedStore<string>();
  const unsaved = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One after the other: two saves of a chat must not overtake each other. */
  let turn = Promise.resolve();

  const save = async (chatID: string) => {
    if (!unsaved.delete(chatID)) return;
    const text = typed.get(chatID) ?? '';
    // A draft is taken only where there is none.
    await api.chats.update(chatID, { draft: null });
    if (text.trim() !== '') await api.chats.update(chatID, { draft: { text } });
  };
  const flush = () => {
    clearTimeout(timer);
    // It is a convenience: what could not be stored is still here, and goes with the next change.
    for (const chatID of unsaved) turn = turn.then(() => save(chatID)).catch(() => undefined);
    return turn;
  };
  const change = (chatID: string, text: string) => {
    typed.set(chatID, text);
    unsaved.add(chatID);
    clearTimeout(timer);
    timer = setTimeout(flush, restMs);
  };
  return {
    at: typed.at,
    set: change,
    clear: (chatID) => change(chatID, ''),
    flush,
    forget() {
      clearTimeout(timer);
      unsaved.clear();
      typed.clear();
    },
  };
}
