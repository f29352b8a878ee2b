/**
 * Sends what was accepted: each chat is a lane of its own, in which messages go one after the other in the order they were accepted. A lane runs
 * while its account is connected and something waits; many lanes run side by side.
 */

import type { Delivery } from './delivery-rows.ts';

export interface LaneParts {
  /** The next delivery of a chat that is to be sent; undefined: nothing waits. */
  next(chatID: number): Promise<Delivery | undefined>;
  /** Sends it, or says why not. @returns whether the lane goes on: `false` while its account is not connected */
  deliver(delivery: Delivery): Promise<boolean>;
  failed(error: unknown): void;
}

export interface Lanes {
  /** Something may wait in the chat. */
  wake(chatID: number): void;
  /** Starts nothing more; resolves when nothing is under way. */
  stop(): Promise<void>;
}

export function createLanes(parts: LaneParts): Lanes {
  const running = new Map<number, { again: boolean; done: Promise<void> }>();
  let stopped = false;

  const run = async (chatID: number): Promise<void> => {
    for (;;) {
      const delivery = stopped ? undefined : await parts.next(chatID);
      if (delivery === undefined || stopped) return;
      if (!(await parts.deliver(delivery))) return;
    }
  };

  const start = (chatID: number) => {
    const lane = { again: false, done: Promise.resolve() };
    running.set(chatID, lane);
    lane.done = run(chatID)
      .catch(parts.failed)
      .then(() => {
        running.delete(chatID);
        // Woken after it had looked for the last time.
        if (lane.again && !stopped) start(chatID);
      });
  };

  return {
    wake(chatID) {
      if (stopped) return;
      const lane = running.get(chatID);
      if (lane === undefined) start(chatID);
      else lane.again = true;
    },
    async stop() {
      stopped = true;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
