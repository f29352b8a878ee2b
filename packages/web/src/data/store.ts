/** Values that tell when they change, for `useSyncExternalStore` and for plain code. */

export interface Readable<T> {
  /** The same object as long as nothing changed. */
  get(): T;
  /** @returns how to end it */
  subscribe(listener: () => void): () => void;
}

export interface Store<T> extends Readable<T> {
  set(value: T): void;
  update(change: (value: T) => T): void;
}

export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Many values by a key, each with listeners of its own: what changes one row draws one row anew. */
export interface KeyedStore<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  clear(): void;
  values(): Iterable<T>;
  /** One of them. */
  at(key: string): Readable<T | undefined>;
}

export function createKeyedStore<T>(): KeyedStore<T> {
  const values = new Map<string, T>();
  const listeners = new Map<string, Set<() => void>>();
  const tell = (key: string) => {
    for (const listener of [...(listeners.get(key) ?? [])]) listener();
  };
  return {
    get: (key) => values.get(key),
    values: () => values.values(),
    set(key, value) {
      if (Object.is(values.get(key), value)) return;
      values.set(key, value);
      tell(key);
    },
    delete(key) {
      if (values.delete(key)) tell(key);
    },
    clear() {
      const keys = [...values.keys()];
      values.clear();
      for (const key of keys) tell(key);
    },
    at: (key) => ({
      get: () => values.get(key),
      subscribe(listener) {
        const some = listeners.get(key) ?? new Set();
        listeners.set(key, some.add(listener));
        return () => {
          some.delete(listener);
          if (some.size === 0) listeners.delete(key);
        };
      },
    }),
  };
}
