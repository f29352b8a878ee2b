/** Stores in components: each draws anew only when what it looks at changed. */

import { useCallback, useSyncExternalStore } from 'react';
import type { Readable } from '../data/store.ts';

export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.get);
}

/** A part of the value. @param select must give the same object for the same value: no new arrays or objects */
export function useSelected<T, Part>(readable: Readable<T>, select: (value: T) => Part): Part {
  const get = useCallback(() => select(readable.get()), [readable, select]);
  return useSyncExternalStore(readable.subscribe, get);
}
