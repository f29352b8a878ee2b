import type { Page } from '@partyline/client';
import type { ChatListItem, Message } from '@partyline/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useData } from '../../app/context.ts';
import { askedOf, parseSearch } from '../../data/search-query.ts';
import { errorText } from '../../format/error-text.ts';

export interface Results {
  /** Newest first; undefined while nothing was asked, or the first answer is awaited. */
  readonly messages: readonly Message[] | undefined;
  /** By title, and by who is in them; only while there are words and no filters. */
  readonly chats: readonly ChatListItem[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: string | undefined;
  loadMore(): void;
  retry(): void;
}

type Found = Omit<Results, 'loadMore' | 'retry'>;

const restMs = 120;
const pageSize = 40;
const maxChats = 6;
const nothing: Found = { messages: undefined, chats: [], hasMore: false, isLoading: false, problem: undefined };

/** Of the newest query alone: an answer that comes late is left out. What was found before stays until the new answer is there. */
export function useResults(text: string): Results {
  const { api } = useData();
  const [found, setFound] = useState(nothing);
  const [round, setRound] = useState(0);
  const last = useRef<Page<Message>>(undefined);
  const asking = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same once more
  useEffect(() => {
    const query = parseSearch(text);
    const asked = askedOf(query);
    last.current = undefined;
    asking.current++;
    if (asked === undefined) return setFound(nothing);
    const left = new AbortController();
    const { signal } = left;
    setFound((now) => ({ ...now, isLoading: true, problem: undefined }));
    const ask = async () => {
      try {
        const hasWords = query.words !== '' && query.filters.length === 0;
        const chatsAsked = (scope: 'titles' | 'participants') =>
          hasWords ? api.chats.search({ query: query.words, scope, limit: maxChats }, { signal }) : undefined;
        const [page, titled, withPeople] = await Promise.all([
          api.messages.search({ ...asked, limit: pageSize }, { signal }),
          chatsAsked('titles'),
          chatsAsked('participants'),
        ]);
        last.current = page;
        const chats = new Map([...(titled?.items ?? []), ...(withPeople?.items ?? [])].map((chat) => [chat.id, chat]));
        setFound({
          ...nothing,
          messages: page.items,
          chats: [...chats.values()].slice(0, maxChats),
          hasMore: page.hasNextPage(),
        });
      } catch (error) {
        if (!signal.aborted) setFound({ ...nothing, problem: errorText(error) });
      }
    };
    const timer = setTimeout(ask, restMs);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [api, text, round]);

  const loadMore = useCallback(async () => {
    const page = last.current;
    if (page?.hasNextPage() !== true) return;
    // Not twice for one page.
    last.current = undefined;
    const mine = asking.current;
    setFound((now) => ({ ...now, isLoading: true, problem: undefined }));
    try {
      const next = await page.getNextPage();
      if (mine !== asking.current) return;
      last.current = next;
      setFound((now) => ({
        ...now,
        messages: [...(now.messages ?? []), ...next.items],
        hasMore: next.hasNextPage(),
        isLoading: false,
      }));
    } catch (error) {
      if (mine !== asking.current) return;
      last.current = page;
      setFound((now) => ({ ...now, isLoading: false, problem: errorText(error) }));
    }
  }, []);
  return { ...found, loadMore: () => void loadMore(), retry: () => setRound((now) => now + 1) };
}
