import type { ChatListItem } from '@partyline/protocol';
import { useEffect, useState } from 'react';
import { useData } from '../../app/context.ts';
import { byActivity } from '../../data/chat-order.ts';
import { hasWords } from '../../format/folded.ts';

const restMs = 120;
const maxAsked = 20;

/** Chats whose title fits, newest first: those that are known at once, the others when the server told of them. */
export function useFoundChats(query: string): readonly ChatListItem[] {
  const { api, chats } = useData();
  const [told, setTold] = useState<readonly ChatListItem[]>([]);
  useEffect(() => {
    if (query === '') return setTold([]);
    const left = new AbortController();
    const ask = () =>
      api.chats.search({ query, limit: maxAsked }, { signal: left.signal }).then(
        ({ items }) => setTold(items),
        // What is known is found all the same.
        () => undefined,
      );
    const timer = setTimeout(ask, restMs);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [api, query]);
  const byID = new Map([...told, ...chats.all()].map((chat) => [chat.id, chat]));
  return [...byID.values()].filter(({ title }) => hasWords(title, query)).toSorted(byActivity);
}
