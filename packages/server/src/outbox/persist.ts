/** Writes that must not be given up: what the network was told, or has confirmed, cannot be taken back because a disk is full. */

import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@partyline/protocol';
import type { Store } from '../store/store.ts';
import type { Job } from '../store/writer.ts';

/** The server stops before the write was possible; the next start knows what to make of it. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

const pauseMs = 500;

/** Tries until it is written. @throws Stopping */
export async function persist<T>(store: Store, signal: AbortSignal, job: Job<T>): Promise<T> {
  for (;;) {
    try {
      return await store.write(job);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'UNAVAILABLE') throw error;
      await delay(pauseMs, undefined, { signal }).catch(() => {
        throw new Stopping('The server stops');
      });
    }
  }
}
