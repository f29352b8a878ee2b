import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 15;

/** Reads again and again until what was read holds. @throws Error with what was read last when the time is over */
export async function eventually<T>(
  read: () => Promise<T> | T,
  holds: (value: T) => boolean,
  limitMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadline) throw new Error(`Not within ${limitMs} ms; last was: ${JSON.stringify(value)}`);
    await delay(everyMs);
  }
}
