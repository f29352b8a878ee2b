import type { Chat, Participant } from '@partyline/protocol';
import { useEffect, useMemo, useState } from 'react';
import { useData } from '../../app/context.ts';

interface Crowd {
  readonly chatID: string;
  readonly items: readonly Participant[];
}

/**
 * All who are in a chat. What is listed of it, and what events tell, has only the first twenty: the others are fetched, again whenever their number
 * changes.
 * @returns the same list while nobody changed
 */
export function useMembers(chat: Chat | undefined): readonly Participant[] {
  const { api } = useData();
  const [crowd, setCrowd] = useState<Crowd>();
  const { id, participants } = chat ?? {};
  const total = participants?.hasMore === true ? participants.total : undefined;
  useEffect(() => {
    if (id === undefined || total === undefined) return;
    let isWanted = true;
    api.chats.retrieve(id, { maxParticipantCount: -1 }).then(
      (whole) => isWanted && setCrowd({ chatID: id, items: whole.participants.items }),
      // The first twenty are something, and the next change asks again.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [api, id, total]);
  // Each message of a chat brings the same people again, as other objects.
  const text = JSON.stringify(participants?.items ?? []);
  return useMemo(() => {
    const first: readonly Participant[] = JSON.parse(text);
    if (total === undefined || crowd === undefined || crowd.chatID !== id) return first;
    // What came with an event is newer.
    return [...new Map([...crowd.items, ...first].map((person) => [person.id, person])).values()];
  }, [crowd, id, text, total]);
}
