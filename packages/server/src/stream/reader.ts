/** One reader: from its position through the log to the present, and on from there. Each event once, in order, wherever the cut-over falls. */

import type { Feed, Filter } from './feed.ts';
import type { RenderedEvent } from './rendered-event.ts';

export interface Sink {
  wanted: Filter;
  /** Takes wanted events. */
  take(events: readonly RenderedEvent[]): void;
  /**
   * Undefined when there is room for more, else a promise that resolves once there is.
   * @param live whether it is about what just happened, rather than what is caught up on
   */
  room(live: boolean): Promise<void> | undefined;
  /** The reader cannot go on, and has stopped. */
  failed(error: unknown): void;
}

export interface Reader {
  /** Everything up to here was taken, or was not wanted. */
  readonly position: number;
  stop(): void;
}

const eventsPerRead = 500;

export function startReader(feed: Feed, owner: string, from: number, sink: Sink): Reader {
  let position = from;
  let stopped = false;
  let catchingUp = false;

  const hand = (events: readonly RenderedEvent[], through: number) => {
    const wanted = events.filter(sink.wanted);
    // Before they are taken: who takes them may ask how far this is.
    position = Math.max(position, through);
    if (wanted.length > 0) sink.take(wanted);
  };
  const handRecent = (events: readonly RenderedEvent[]) => hand(events, events.at(-1)?.position ?? 0);

  const catchUp = async () => {
    for (;;) {
      await sink.room(false);
      if (stopped) return;
      const recent = feed.recent(owner, position);
      if (recent?.length === 0) {
        // Without a pause after the look: from here on the next event wakes this reader.
        catchingUp = false;
        return;
      }
      if (recent !== undefined) {
        handRecent(recent);
        continue;
      }
      const { events, through } = await feed.read(owner, position, eventsPerRead, sink.wanted);
      if (stopped) return;
      hand(events, through);
    }
  };

  const wake = () => {
    if (stopped || catchingUp) return;
    if (sink.room(true) === undefined) {
      const recent = feed.recent(owner, position);
      if (recent !== undefined) {
        handRecent(recent);
        return;
      }
    }
    catchingUp = true;
    catchUp().catch((error: unknown) => {
      if (stopped) return;
      stop();
      sink.failed(error);
    });
  };

  const unfollow = feed.follow(owner, wake);
  const stop = () => {
    stopped = true;
    unfollow();
  };
  wake();
  return {
    get position() {
      return position;
    },
    stop,
  };
}
