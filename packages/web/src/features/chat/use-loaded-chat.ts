import { NotFoundError } from '@partyline/client';
import { useEffect, useState } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';

/** Fetches a chat that no list has loaded, and once more when the server is there again. @returns false when the server has no such chat */
export function useLoadedChat(chatID: string): boolean {
  const { chats, live } = useData();
  const isLive = useReadable(live.state) === 'live';
  const isKnown = useChat(chatID) !== undefined;
  const [isMissing, setMissing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: that the connection is there is a reason to ask again
  useEffect(() => {
    if (isKnown) return setMissing(false);
    if (isMissing) return;
    chats.load(chatID).catch((error: unknown) => setMissing(error instanceof NotFoundError));
  }, [chats, chatID, isKnown, isLive]);
  return isKnown || !isMissing;
}
