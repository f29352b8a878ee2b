/** Waits for what a caller can see only by asking again. */

import { setTimeout as delay } from 'node:timers/promises';

/**
 * @param probe tells the awaited value, or undefined as long as it is not there
 * @throws Error that names what did not come
 */
export async function until<T>(what: string, probe: () => Promise<T | undefined>, limitMs = 30_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Within ${limitMs} ms it did not come about that ${what}`);
    await delay(50);
  }
}
