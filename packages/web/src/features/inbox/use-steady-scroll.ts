import { type RefObject, useLayoutEffect, useRef } from 'react';

/** So many rows from the place in sight on, at most, are asked where they went. */
const witnesses = 12;

/** What comes in above moves nothing of what is in sight, unless that is the top. */
export function useSteadyScroll(
  scroller: RefObject<HTMLElement | null>,
  ids: readonly string[],
  rowHeight: number,
): void {
  const before = useRef(ids);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = ids;
    const box = scroller.current;
    if (box === null || old === ids || box.scrollTop < rowHeight / 2) return;
    const first = Math.floor(box.scrollTop / rowHeight);
    const shifts = old
      .slice(first, first + witnesses)
      .map((id, index) => ({ to: ids.indexOf(id), from: first + index }))
      .filter(({ to }) => to !== -1)
      .map(({ to, from }) => to - from);
    const shift = mostFrequent(shifts);
    if (shift !== 0) box.scrollTop += shift * rowHeight;
  }, [ids, rowHeight, scroller]);
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
}
