import { NotFoundError } from '@partyline/client';
import { useEffect, useState } from 'react';
import { useChat, useData } from '../../app/context.ts';

/** Fetches a chat that no list has loaded. @returns false when the server has no such chat */
export function useLoadedChat(chatID: string): boolean {
  const { chats } = useData();
  const isKnown = useChat(chatID) !== undefined;
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (isKnown) return setMissing(false);
    chats.load(chatID).catch((error: unknown) => setMissing(error instanceof NotFoundError));
  }, [chats, chatID, isKnown]);
  return isKnown || !isMissing;
}
