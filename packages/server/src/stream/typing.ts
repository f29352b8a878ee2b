/**
 * Who is typing, for one reader: of the chats that they want and, through the same eyes as the events, see. Nothing of it waits: what a reader has no room
 * for is left out, and the newest state of a chat stands for all before it.
 */

import type { TypingChanged } from '@partyline/protocol';
import type { Typing, TypingNow } from '../inbox/typing.ts';
import type { ResolveChatID } from './full-chat-ids.ts';

export interface TypingParts {
  readonly typing: Typing;
  /** Finds only chats that the reader sees. */
  readonly resolveChatID: ResolveChatID;
}

export interface TypingReader {
  wanted(chatID: string): boolean;
  tell(changed: TypingChanged): void;
}

export interface TypingSubscription {
  /** Tells who is typing right now in what is wanted. */
  look(): void;
  stop(): void;
}

export function followTyping(
  { typing, resolveChatID }: TypingParts,
  owner: string,
  reader: TypingReader,
): TypingSubscription {
  /** By chat: the newest state that was not told yet. */
  const waiting = new Map<string, TypingNow>();
  let isTelling = false;
  let isStopped = false;

  const tellAll = async () => {
    for (const [chatID, chat] of waiting) {
      waiting.delete(chatID);
      // A view can change while somebody types.
      const isSeen = (await resolveChatID(owner, chatID).catch(() => undefined)) === chatID;
      if (isStopped) break;
      if (isSeen && reader.wanted(chatID) && !waiting.has(chatID)) reader.tell(changedOf(chat));
    }
    isTelling = false;
  };
  const take = (chat: TypingNow) => {
    if (isStopped || !reader.wanted(chat.chatID)) return;
    waiting.set(chat.chatID, chat);
    if (isTelling) return;
    isTelling = true;
    void tellAll();
  };

  const unfollow = typing.follow(owner, take);
  return {
    look() {
      for (const chat of typing.now(owner)) take(chat);
    },
    stop() {
      isStopped = true;
      waiting.clear();
      unfollow();
    },
  };
}

function changedOf({ chatID, users, expiresInMs }: TypingNow): TypingChanged {
  return {
    type: 'chat.typing',
    chatID,
    users: [...users],
    expiresInSeconds: Math.ceil(expiresInMs / 1_000),
    ts: new Date().toISOString(),
  };
}
