/** What outlives the page: values by a key, in the browser's storage. Where there is none, they live as long as the page. */

/** The part of `Storage` that is used. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export interface Kept<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  keys(): readonly string[];
  /** Takes all away, with what other windows of this browser keep. */
  clear(): void;
}

/**
 * @param name begins the keys of these values
 * @param read undefined for what is no such value: it may be of an older version of the app
 */
export function createKept<T>(
  shelf: Shelf | undefined,
  name: string,
  read: (value: unknown) => T | undefined,
): Kept<T> {
  const prefix = `partyline.${name}.`;
  const here = new Map<string, T>();
  for (const [key, text] of stored(shelf, prefix)) {
    const value = read(parsed(text));
    if (value === undefined) tried(() => shelf?.removeItem(prefix + key));
    else here.set(key, value);
  }
  return {
    get: (key) => here.get(key),
    keys: () => [...here.keys()],
    set(key, value) {
      here.set(key, value);
      // Full, or forbidden: it lives as long as the page.
      tried(() => shelf?.setItem(prefix + key, JSON.stringify(value)));
    },
    delete(key) {
      if (here.delete(key)) tried(() => shelf?.removeItem(prefix + key));
    },
    clear() {
      here.clear();
      for (const [key] of stored(shelf, prefix)) tried(() => shelf?.removeItem(prefix + key));
    },
  };
}

function stored(shelf: Shelf | undefined, prefix: string): readonly (readonly [key: string, text: string])[] {
  const keys = Array.from({ length: shelf?.length ?? 0 }, (_, index) => shelf?.key(index) ?? '');
  return keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => [key.slice(prefix.length), shelf?.getItem(key) ?? ''] as const);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tried(work: () => void): void {
  try {
    work();
  } catch {
    // As above.
  }
}
