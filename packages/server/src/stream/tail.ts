/** The newest rendered events of an owner, which all live readers share. */

import type { RenderedEvent } from './rendered-event.ts';

export interface Tail {
  /** The events after this position are here up to {@link end}. */
  readonly start: number;
  readonly end: number;
  /** @returns the events after a position; undefined when it lies before the start */
  after(position: number): readonly RenderedEvent[] | undefined;
  /** Adds what was read up to a position, and lets go of what is old. */
  grow(events: readonly RenderedEvent[], through: number): void;
}

/** Enough for a reader that is catching up to cut over; whoever is further behind reads the log. */
const keptEvents = 1_000;
const keptBytes = 4 * 1024 * 1024;

export function createTail(position: number): Tail {
  let start = position;
  let end = position;
  let size = 0;
  let events: RenderedEvent[] = [];

  const trim = (newest: number) => {
    let old = 0;
    while (old < events.length - newest && (events.length - old > keptEvents || size > keptBytes)) {
      const event = events[old++];
      size -= event?.size ?? 0;
      start = event?.position ?? start;
    }
    if (old > 0) events = events.slice(old);
  };

  return {
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    after(after) {
      if (after < start) return undefined;
      let first = events.length;
      while (first > 0 && (events[first - 1]?.position ?? 0) > after) first--;
      return events.slice(first);
    },
    grow(added, through) {
      events.push(...added);
      for (const event of added) size += event.size;
      end = through;
      trim(added.length);
    },
  };
}
