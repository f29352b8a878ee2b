/** Long poll: a page of events after a position, which may wait for the first of them. */

import type { Feed, Filter } from './feed.ts';
import type { RenderedEvent } from './rendered-event.ts';

export interface PageRequest {
  readonly owner: string;
  readonly after: number;
  /** Items at most. */
  readonly limit: number;
  /** How long to wait while there is nothing, in milliseconds. */
  readonly waitMs: number;
  readonly wanted: Filter;
  /** Ends the wait early, with what there is. */
  readonly signal: AbortSignal;
}

interface Page {
  readonly events: readonly RenderedEvent[];
  readonly through: number;
}

/** Bounds what one call looks at when hardly anything fits its filters; the caller comes again from where it ended. */
const readsPerCall = 20;

/** @throws ApiError `CURSOR_GONE` */
export async function eventPage(
  feed: Feed,
  { owner, after, limit, waitMs, wanted, signal }: PageRequest,
): Promise<Page> {
  const deadline = performance.now() + waitMs;
  const waiting = waitMs > 0 ? createBell() : undefined;
  const unfollow = waiting && feed.follow(owner, waiting.ring);
  const stop = () => waiting?.ring();
  signal.addEventListener('abort', stop);
  try {
    let position = after;
    for (let reads = 0; ; ) {
      const heard = waiting?.next();
      while (position < feed.head() && reads < readsPerCall) {
        reads++;
        const recent = feed.recent(owner, position);
        // Followed, but not rendered for all yet: the bell will ring.
        if (recent?.length === 0 && waiting !== undefined) break;
        const page =
          recent === undefined || recent.length === 0
            ? await feed.read(owner, position, limit, wanted)
            : fit(recent, limit, wanted);
        position = page.through;
        if (page.events.length > 0) return { events: page.events, through: position };
      }
      const left = deadline - performance.now();
      if (heard === undefined || left <= 0 || signal.aborted || reads >= readsPerCall)
        return { events: [], through: position };
      await heard(left);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    unfollow?.();
  }
}

function fit(recent: readonly RenderedEvent[], limit: number, wanted: Filter): Page {
  const events = recent.filter(wanted).slice(0, limit);
  const last = events.length === limit ? events.at(-1) : recent.at(-1);
  return { events, through: last?.position ?? 0 };
}

/** Remembers a ring that comes before anybody listens. */
function createBell() {
  let rung = Promise.withResolvers<void>();
  return {
    ring: () => rung.resolve(),
    /** From now on. @returns how to wait for the next ring, for so many milliseconds */
    next() {
      rung = Promise.withResolvers<void>();
      const { promise } = rung;
      return async (ms: number) => {
        const timer = setTimeout(rung.resolve, ms);
        await promise;
        clearTimeout(timer);
      };
    },
  };
}
