/** Writes that must not be given up while the database cannot be written: a full disk, another process that holds it. */

import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@partyline/protocol';

/** Whoever waited for the write is gone before it was possible. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

const pauseMs = 500;

/**
 * Tries until it is written. Whatever else goes wrong is thrown as it is.
 * @throws Stopping when the signal aborts before
 */
export async function untilWritten<T>(write: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'UNAVAILABLE') throw error;
      await delay(pauseMs, undefined, { signal }).catch(() => {
        throw new Stopping('Nobody waits for this write any more');
      });
    }
  }
}
