import type { Chat, Participant } from '@partyline/protocol';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { type Crowd, createCrowd } from '../../data/crowd.ts';
import { createStore } from '../../data/store.ts';

export interface Members {
  /** All who are in the chat, as far as it is known; the same list while nobody changed. */
  readonly members: readonly Participant[];
  /** Somebody is about to look at them: names and roles of a crowd may have changed without a word. */
  refreshMembers(): void;
}

/** What is listed of a chat, and what events tell, has only the first twenty. */
export function useMembers(chatID: string, chat: Chat | undefined): Members {
  const { api, live } = useData();
  const isLive = useReadable(live.state) === 'live';
  const [crowd, setCrowd] = useState<Crowd>();
  const { participants } = chat ?? {};
  const total = participants?.hasMore === true ? participants.total : undefined;
  const isCrowd = total !== undefined;
  useEffect(() => {
    if (!isCrowd) return;
    const mine = createCrowd(api, chatID);
    setCrowd(mine);
    return () => {
      mine.close();
      setCrowd(undefined);
    };
  }, [api, chatID, isCrowd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of them, and a connection that was away, are reasons to ask again
  useEffect(() => crowd?.want(), [crowd, total, isLive]);
  const everybody = useReadable(crowd?.people ?? nobody);

  // Each message of a chat brings the same people again, as other objects.
  const text = JSON.stringify(participants?.items ?? []);
  const members = useMemo(() => {
    const first: readonly Participant[] = JSON.parse(text);
    if (everybody === undefined) return first;
    // What came with an event is newer.
    return [...new Map([...everybody, ...first].map((person) => [person.id, person])).values()];
  }, [everybody, text]);
  return { members, refreshMembers: useCallback(() => crowd?.want(), [crowd]) };
}

const nobody = createStore<readonly Participant[] | undefined>(undefined);
