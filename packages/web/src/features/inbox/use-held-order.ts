import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** So long after the pointer moved nothing moves under it. */
const restMs = 1_200;

export interface HeldOrder {
  readonly ids: readonly string[];
  /** The pointer moves over the list: somebody is about to press something there. */
  touch(): void;
  /** For as long as it is true. */
  hold(isHeld: boolean): void;
}

/** The order as it was when the pointer came, until it rests: chats must not jump away from under it. */
export function useHeldOrder(ids: readonly string[]): HeldOrder {
  const [frozen, setFrozen] = useState<readonly string[]>();
  const latest = useRef(ids);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isHeld = useRef(false);
  useEffect(() => {
    latest.current = ids;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const touch = useCallback(() => {
    setFrozen((now) => now ?? latest.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => isHeld.current || setFrozen(undefined), restMs);
  }, []);
  const hold = useCallback((held: boolean) => {
    isHeld.current = held;
    clearTimeout(timer.current);
    setFrozen((now) => (held ? (now ?? latest.current) : undefined));
  }, []);
  return { ids: useMemo(() => (frozen === undefined ? ids : inOrder(frozen, ids)), [frozen, ids]), touch, hold };
}

/** What is still there, as it was; and a page that came at the end. */
function inOrder(frozen: readonly string[], ids: readonly string[]): readonly string[] {
  if (frozen === ids) return ids;
  const there = new Set(ids);
  const old = new Set(frozen);
  const end = ids.findLastIndex((id) => old.has(id)) + 1;
  return [...frozen.filter((id) => there.has(id)), ...ids.slice(end)];
}
