/** The timelines of the chats that were looked at last, and of those in which something is still to be sent. */

import type { Partyline } from '@partyline/client';
import type { Kept } from './kept.ts';
import type { LiveEvent } from './live.ts';
import type { Unsent } from './outgoing.ts';
import { createTimeline, type Timeline } from './timeline.ts';

export interface Timelines {
  of(chatID: string): Timeline;
  take(event: LiveEvent): void;
  reload(): Promise<void>;
  /** The server is there, perhaps again: what it was not reached with is sent. Resolves when nothing is on its way any more. */
  resume(): Promise<void>;
  forget(): void;
}

const maxKept = 30;

export function createTimelines(api: Partyline, unsent: Kept<Unsent>): Timelines {
  const open = new Map<string, Timeline>();
  const isIdle = ({ state }: Timeline) => !state.get().items.some(({ local }) => local !== undefined);
  const of = (chatID: string): Timeline => {
    const timeline = open.get(chatID) ?? createTimeline(api, chatID, unsent);
    open.delete(chatID);
    open.set(chatID, timeline);
    for (const [id, other] of open) {
      if (open.size <= maxKept) break;
      if (isIdle(other)) open.delete(id);
    }
    return timeline;
  };
  /** Nobody could see any more what is still to be sent there. */
  const drop = (chatID: string) => {
    open.delete(chatID);
    for (const key of unsent.keys()) if (unsent.get(key)?.chatID === chatID) unsent.delete(key);
  };
  return {
    of,
    take(event) {
      if (event.type === 'chat.deleted') drop(event.chatID);
      for (const timeline of open.values()) timeline.take(event);
    },
    async reload() {
      await Promise.all([...open.values()].map((timeline) => timeline.reload()));
    },
    async resume() {
      // With those of an earlier page.
      const chats = new Set(unsent.keys().flatMap((key) => unsent.get(key)?.chatID ?? []));
      for (const chatID of chats) if (!open.has(chatID)) of(chatID);
      await Promise.all([...open.values()].map((timeline) => timeline.resume()));
    },
    forget: () => open.clear(),
  };
}
