/** Writes that must not be given up: what the network was told, or has confirmed, cannot be taken back because a disk is full. */

import type { Store } from '../store/store.ts';
import { untilWritten } from '../store/until-written.ts';
import type { Job } from '../store/writer.ts';

export { Stopping } from '../store/until-written.ts';

/** Tries until it is written. @throws Stopping when the server stops before; the next start knows what to make of it */
export const persist = <T>(store: Store, signal: AbortSignal, job: Job<T>): Promise<T> =>
  untilWritten(() => store.write(job), signal);
