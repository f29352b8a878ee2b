/** A bounded store of things that are good for minutes: the oldest makes room for the newest, and none survives a restart. */

export interface ShortLived<T> {
  put(key: string, value: T): void;
  get(key: string): T | undefined;
  /** What was there is there no more: of two who come, one gets it. */
  take(key: string): T | undefined;
}

const maxKept = 1_000;

/** Times are in milliseconds. */
export function shortLived<T>(lifetimeMs: number, now: () => number): ShortLived<T> {
  const kept = new Map<string, { readonly value: T; readonly expiresAt: number }>();
  const get = (key: string) => {
    const found = kept.get(key);
    return found !== undefined && found.expiresAt > now() ? found.value : undefined;
  };
  return {
    put(key, value) {
      kept.delete(key);
      for (const [other, { expiresAt }] of kept) {
        // In the order of their making: what follows is younger.
        if (expiresAt > now() && kept.size < maxKept) break;
        kept.delete(other);
      }
      kept.set(key, { value, expiresAt: now() + lifetimeMs });
    },
    get,
    take(key) {
      const value = get(key);
      kept.delete(key);
      return value;
    },
  };
}
