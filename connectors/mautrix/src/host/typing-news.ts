/** Who is typing, as a bridge says it: of the moment, so it is handed on at once and never stored. */

export interface TypingWord {
  /** Matrix ID of the room. */
  readonly room: string;
  /** Matrix ID of the person. */
  readonly user: string;
  readonly isTyping: boolean;
  /** Milliseconds; absent: the bridge named none. */
  readonly timeoutMs?: number;
}

export interface TypingNews {
  tell(login: string, word: TypingWord): void;
  /** Calls back until the signal aborts. */
  follow(login: string, listener: (word: TypingWord) => void, signal: AbortSignal): void;
}

export function createTypingNews(): TypingNews {
  const listeners = new Map<string, Set<(word: TypingWord) => void>>();
  return {
    tell(login, word) {
      for (const listener of listeners.get(login) ?? []) listener(word);
    },
    follow(login, listener, signal) {
      const all = listeners.get(login) ?? new Set();
      listeners.set(login, all.add(listener));
      signal.addEventListener('abort', () => void all.delete(listener), { once: true });
    },
  };
}
