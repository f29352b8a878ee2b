/** The timelines of the chats that were looked at last. */

import type { Partyline } from '@partyline/client';
import type { LiveEvent } from './live.ts';
import { createTimeline, type Timeline } from './timeline.ts';

export interface Timelines {
  of(chatID: string): Timeline;
  take(event: LiveEvent): void;
  reload(): Promise<void>;
  forget(): void;
}

const maxKept = 30;

export function createTimelines(api: Partyline): Timelines {
  const kept = new Map<string, Timeline>();
  return {
    of(chatID) {
      const timeline = kept.get(chatID) ?? createTimeline(api, chatID);
      kept.delete(chatID);
      kept.set(chatID, timeline);
      for (const [id, other] of kept) {
        if (kept.size <= maxKept) break;
        if (!other.state.get().items.some(({ local }) => local !== undefined)) kept.delete(id);
      }
      return timeline;
    },
    take(event) {
      for (const timeline of kept.values()) timeline.take(event);
    },
    async reload() {
      await Promise.all([...kept.values()].map((timeline) => timeline.reload()));
    },
    forget: () => kept.clear(),
  };
}
