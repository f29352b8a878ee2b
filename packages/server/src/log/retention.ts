/** How far back the log reaches: what is older is forgotten, at the start and every hour. */

import type { Logger } from 'pino';
import type { EventLog } from './log-reader.ts';

const sweepEveryMs = 60 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

/** @returns how to stop it; resolves when a sweep under way has ended */
export function keepLog(events: EventLog, days: number, logger: Logger): () => Promise<void> {
  const sweep = async () => {
    try {
      const count = await events.prune(Date.now() - days * dayMs);
      if (count > 0) logger.debug({ count, days }, 'old events were forgotten');
    } catch (error) {
      logger.warn({ err: error }, 'old events could not be removed; trying again in an hour');
    }
  };
  let sweeping = sweep();
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep);
  }, sweepEveryMs).unref();
  return () => {
    clearInterval(timer);
    return sweeping;
  };
}
