/** Waiting without sleeping: for a promise, or for a condition, never longer than a deadline in milliseconds. */

import { setTimeout as delay } from 'node:timers/promises';

/** The times the contract gives, and how long the suite is patient where it gives none. */
export const deadline = {
  /** A whole login, and a connect. */
  login: 30_000,
  connect: 30_000,
  /** What "promptly" means after an abort. */
  abort: 5_000,
  /** Contract: `close` resolves within 5 s. */
  close: 5_000,
  /** Contract: 15 s without an answer to `probe` is a lost link. */
  probe: 15_000,
  /** Contract: `fetchHistory` gives up after 30 s. */
  history: 30_000,
  /** A change at the other end becomes visible. */
  settle: 10_000,
  /** A link whose server crashed is told as lost. */
  loss: 30_000,
  /** One test case. */
  case: 120_000,
} as const;

/** Settles like `promise`, or rejects after `ms` with a message that names `what`. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const over = new AbortController();
  const timer = delay(ms, undefined, { signal: over.signal }).then((): never => {
    throw new Error(`${what}: not done after ${ms} ms`);
  });
  // Once the race is decided the timer is aborted, and nobody looks at its rejection.
  timer.catch(() => {});
  try {
    return await Promise.race([promise, timer]);
  } finally {
    over.abort();
  }
}

/** Resolves when `holds` says true, asking every 20 ms; rejects after `ms`. */
export async function eventually(ms: number, what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what}: not so after ${ms} ms`);
    await delay(20);
  }
}
