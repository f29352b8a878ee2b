/**
 * The one feed all doors read (design contract 2). While somebody follows an owner's events, each batch that is committed is rendered once and
 * kept for a moment; readers are woken and take it from there. Whoever is further behind reads the log at their own pace.
 */

import { setImmediate as turn } from 'node:timers/promises';
import type { EventType } from '@partyline/protocol';
import type { Logger } from 'pino';
import type { Entries } from '../inbox/entries.ts';
import type { EventLog, StoredEvent } from '../log/log-reader.ts';
import { render } from './render.ts';
import type { RenderedEvent } from './rendered-event.ts';
import { createTail, type Tail } from './tail.ts';

/** Whether a reader wants an event. */
export type Filter = (event: { readonly type: EventType; readonly chatID?: string | undefined }) => boolean;

interface Stretch {
  readonly events: readonly RenderedEvent[];
  /** Everything up to this position was looked at. */
  readonly through: number;
}

export interface Feed extends Pick<EventLog, 'head' | 'start' | 'cursorOf' | 'positionOf'> {
  /**
   * A stretch of the log after a position: at most `most` events that are wanted, from a bounded number of log entries.
   * @throws ApiError `CURSOR_GONE` when the log was pruned beyond the position
   */
  read(owner: string, after: number, most: number, wanted: Filter): Promise<Stretch>;
  /** Events that were kept elsewhere, in the words of the wire. */
  render(owner: string, events: readonly StoredEvent[]): Promise<RenderedEvent[]>;
  /** The events after a position as far as they were rendered for all; undefined when nobody follows, or the position lies too far back. */
  recent(owner: string, after: number): readonly RenderedEvent[] | undefined;
  /** Calls back when there may be more in {@link recent}. @returns how to stop it */
  follow(owner: string, wake: () => void): () => void;
  isFollowed(): boolean;
  /** Calls nobody back any more. */
  close(): void;
}

const rowsPerRead = 500;
/** Of messages; keeps a batch with many of them in each event small. */
const idsPerRead = 2_000;
const livePage = 250;
/** Readers are served this long before other work gets its turn. */
const turnMs = 8;
const retryMs = 1_000;

interface Following {
  readonly tail: Tail;
  readonly wakes: Set<() => void>;
  pumping: boolean;
}

export function createFeed(log: EventLog, entries: Entries, logger: Logger): Feed {
  const followings = new Map<string, Following>();
  let closed = false;

  const stretch = async (owner: string, after: number, rows: number, most: number, wanted: Filter) => {
    const head = log.head();
    const stored = await log.read(owner, after, rows);
    // What was pruned meanwhile would be missing from what was read.
    await log.positionOf(log.cursorOf(after));
    const { chosen, looked } = choose(stored, most, wanted);
    const last = stored[looked - 1]?.seq ?? after;
    const through = looked === stored.length && stored.length < rows ? Math.max(head, last) : last;
    return { events: await render(owner, chosen, entries, log.cursorOf), through };
  };

  const pump = async (owner: string, following: Following) => {
    const { tail, wakes } = following;
    while (!closed && wakes.size > 0 && tail.end < log.head()) {
      const { events, through } = await stretch(owner, tail.end, livePage, livePage, () => true);
      tail.grow(events, through);
      await wakeAll(wakes);
    }
    // In the same turn as the last look at the head: what is committed after it starts anew.
    following.pumping = false;
  };

  const start = (owner: string, following: Following) => {
    if (following.pumping || closed) return;
    following.pumping = true;
    pump(owner, following).catch((error: unknown) => {
      following.pumping = false;
      if (closed) return;
      logger.error({ err: error }, 'events could not be read from the log; trying again');
      setTimeout(() => start(owner, following), retryMs).unref();
    });
  };

  const unfollow = log.follow(() => {
    for (const [owner, following] of followings) start(owner, following);
  });

  return {
    head: log.head,
    start: log.start,
    cursorOf: log.cursorOf,
    positionOf: log.positionOf,
    read: (owner, after, most, wanted) => stretch(owner, after, rowsPerRead, most, wanted),
    render: (owner, stored) => render(owner, stored, entries, log.cursorOf),
    recent: (owner, after) => followings.get(owner)?.tail.after(after),
    follow(owner, wake) {
      const following = followings.get(owner) ?? { tail: createTail(log.head()), wakes: new Set(), pumping: false };
      followings.set(owner, following);
      following.wakes.add(wake);
      return () => {
        following.wakes.delete(wake);
        // Nothing is kept for nobody: entries would grow old, and could outlive what they show.
        if (following.wakes.size === 0 && followings.get(owner) === following) followings.delete(owner);
      };
    },
    isFollowed: () => followings.size > 0,
    close() {
      closed = true;
      unfollow();
    },
  };
}

/** The wanted ones among the first of a list, and how many entries that took. */
function choose(stored: readonly StoredEvent[], most: number, wanted: Filter) {
  const chosen: StoredEvent[] = [];
  let looked = 0;
  let ids = 0;
  for (const event of stored) {
    if (chosen.length >= most || ids >= idsPerRead) break;
    looked++;
    if (!wanted(event)) continue;
    chosen.push(event);
    if ('ids' in event) ids += event.ids.length;
  }
  return { chosen, looked };
}

async function wakeAll(wakes: ReadonlySet<() => void>): Promise<void> {
  let since = performance.now();
  for (const wake of wakes) {
    wake();
    if (performance.now() - since < turnMs) continue;
    await turn();
    since = performance.now();
  }
}
