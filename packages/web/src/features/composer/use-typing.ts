import { useCallback, useEffect, useRef } from 'react';
import { useData, useSession } from '../../app/context.ts';

/** It is said again before networks forget it. */
const againMs = 4_000;
const restMs = 6_000;

/** Tells the others that one is typing, where the network knows that. @returns to be called with each change; `stop` when it was sent */
export function useTyping(chatID: string, isKnown: boolean) {
  const { api } = useData();
  const session = useSession();
  const saidAt = useRef<number>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useCallback(
    (state: 'typing' | 'paused') => {
      // Signing out closes the chat too, when nothing can be said any more.
      if (session.state.get().kind !== 'signed-in') return;
      // It is a courtesy: that it could not be said matters to nobody.
      api.chats.typing(chatID, { state }, { maxRetries: 0 }).catch(() => undefined);
    },
    [api, session, chatID],
  );
  const stop = useCallback(() => {
    clearTimeout(timer.current);
    if (saidAt.current === undefined) return;
    saidAt.current = undefined;
    say('paused');
  }, [say]);
  const changed = useCallback(() => {
    if (!isKnown) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(stop, restMs);
    if (saidAt.current !== undefined && Date.now() - saidAt.current < againMs) return;
    saidAt.current = Date.now();
    say('typing');
  }, [isKnown, say, stop]);
  useEffect(() => stop, [stop]);
  return { changed, stop };
}
