/** When a request is repeated and after how long: the rules of the official SDKs. */

/** Where time and chance come from; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** Whether an answer that was not 2xx is worth another try. The server's `x-should-retry` decides when it is there. */
export function isRetriable(status: number, headers: Headers): boolean {
  const advice = headers.get('x-should-retry');
  if (advice === 'true') return true;
  if (advice === 'false') return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/**
 * Milliseconds to wait before the next try: what the server asks for, else 0.5 s doubled with each try up to 8 s, minus up to a quarter.
 *
 * @param retries how many times the request was repeated already; 0 before the first repetition.
 * @param headers of the answer; absent when there was none.
 */
export function retryDelay(retries: number, headers: Headers | undefined, clock: Clock): number {
  const asked = headers === undefined ? undefined : askedDelay(headers, clock.now());
  if (asked !== undefined) return Math.max(0, asked);
  return Math.min(firstDelayMs * 2 ** retries, longestDelayMs) * (1 - clock.random() * 0.25);
}

function askedDelay(headers: Headers, now: number): number | undefined {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (!Number.isNaN(ms)) return ms;
  // RFC 9110, section 10.2.3: seconds or a date.
  const after = headers.get('retry-after') ?? '';
  const seconds = /^\s*[\d.]+\s*$/.test(after) ? Number.parseFloat(after) : Number.NaN;
  if (!Number.isNaN(seconds)) return seconds * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : date - now;
}
