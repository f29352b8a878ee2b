/** Pauses between tries: they double, and are spread so that many do not try at once ("equal jitter"). */

export interface BackoffRange {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * @param attempt 1 for the first pause
 * @returns milliseconds, between half of the doubled pause and all of it
 */
export function backoffDelay(
  attempt: number,
  { firstMs, maxMs }: BackoffRange,
  random: () => number = Math.random,
): number {
  const full = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}
