/** What the next message of each chat is about. It stays while another chat is looked at, as its draft does, but not longer than the page. */

import type { Message } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { isCalled } from './message-order.ts';
import { createKeyedStore, type Readable } from './store.ts';

export interface Intent {
  readonly kind: 'reply' | 'edit';
  readonly message: Message;
  /** Of an edit, as Markdown: what became of the message's text so far. */
  readonly text?: string | undefined;
}

export interface Intents {
  at(chatID: string): Readable<Intent | undefined>;
  /** @param intent undefined: the next message is one of its own */
  set(chatID: string, intent: Intent | undefined): void;
  take(event: LiveEvent): void;
  forget(): void;
}

export function createIntents(): Intents {
  const intents = createKeyedStore<Intent>();
  return {
    at: intents.at,
    set(chatID, intent) {
      if (intent === undefined) intents.delete(chatID);
      else intents.set(chatID, intent);
    },
    take(event) {
      if (event.type !== 'message.deleted') return;
      const intent = intents.get(event.chatID);
      // What was typed of an edit is not to go without a word: the server will say that there is nothing to edit.
      if (intent?.kind === 'reply' && event.ids.some((id) => isCalled(intent.message, id)))
        intents.delete(event.chatID);
    },
    forget: intents.clear,
  };
}
