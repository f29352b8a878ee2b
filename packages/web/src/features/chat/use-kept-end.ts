import { type RefObject, useEffect, useRef } from 'react';

/**
 * What stands at the lower edge of the list stays there when the list gets lower or higher: when what is written grows, a reply or a notice comes between,
 * or a keyboard of the screen opens.
 *
 * @param toEnd for a list at its end, whose rows get other heights too when its width changes
 */
export function useKeptEnd(scroller: RefObject<HTMLElement | null>, endPixels: number, toEnd: () => void): void {
  const latest = useRef(toEnd);
  useEffect(() => {
    latest.current = toEnd;
  });
  useEffect(() => {
    const list = scroller.current;
    if (list === null) return;
    let { clientHeight: height, clientWidth: width } = list;
    /** From the lower edge to the end, as it was when the list last scrolled: a browser moves a list that grows by itself. */
    let gap = 0;
    const remember = () => {
      if (list.clientHeight === height) gap = list.scrollHeight - list.scrollTop - height;
    };
    const watch = new ResizeObserver(() => {
      const { clientHeight, clientWidth } = list;
      const isSame = clientHeight === height && clientWidth === width;
      const isWider = clientWidth !== width;
      height = clientHeight;
      width = clientWidth;
      if (isSame) return;
      if (gap <= endPixels) latest.current();
      else if (!isWider) list.scrollTop = list.scrollHeight - height - gap;
    });
    remember();
    list.addEventListener('scroll', remember, { passive: true });
    watch.observe(list);
    return () => {
      list.removeEventListener('scroll', remember);
      watch.disconnect();
    };
  }, [scroller, endPixels]);
}
