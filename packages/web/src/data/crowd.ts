/** Everybody in a chat that has more people than are listed of it. Events tell of the first ones only: the others are asked for. */

import type { Partyline } from '@partyline/client';
import type { Participant } from '@partyline/protocol';
import { createStore, type Readable } from './store.ts';

export interface Crowd {
  /** Undefined until they were fetched; the same list while nobody changed. */
  readonly people: Readable<readonly Participant[] | undefined>;
  /** They may have changed: asks again, one call at a time, and in a busy channel not at every coming and going. */
  want(): void;
  close(): void;
}

const restMs = 5_000;

export function createCrowd(api: Partyline, chatID: string): Crowd {
  const people = createStore<readonly Participant[] | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  let isClosed = false;

  const fetchAll = async () => {
    isWanted = false;
    try {
      const { participants } = await api.chats.retrieve(chatID, { maxParticipantCount: -1 });
      if (JSON.stringify(participants.items) !== JSON.stringify(people.get())) people.set(participants.items);
    } catch {
      // What is known stays, until they are wanted the next time.
    }
    if (isClosed) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) want();
    }, restMs);
  };
  const want = () => {
    isWanted = true;
    if (timer !== undefined || isClosed) return;
    timer = setTimeout(fetchAll);
  };
  return {
    people,
    want,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
