/** How evenly a page scrolls: the time between frames while a program turns the wheel. */

import type { Locator } from 'playwright-core';

export interface Scrolled {
  readonly framesPerSecond: number;
  /** Share of frames that took longer than 25 ms, in percent: at 60 Hz each of those is one that was missed. */
  readonly missedPercent: number;
  readonly worstMs: number;
  /** Pixels. */
  readonly distance: number;
}

/**
 * @param place what scrolls, or holds what scrolls
 * @param pixels of each frame; negative: upwards
 */
export const scroll = (place: Locator, pixels: number, seconds: number): Promise<Scrolled> =>
  place.evaluate(
    async (element, { step, ms }) => {
      const scroller =
        [element, ...element.querySelectorAll('*')].find(
          (one) => one.scrollHeight > one.clientHeight + 100 && getComputedStyle(one).overflowY !== 'visible',
        ) ?? element;
      const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
      const pauses: number[] = [];
      let distance = 0;
      let last = await frame();
      const end = last + ms;
      while (last < end) {
        scroller.scrollBy({ top: step, behavior: 'instant' });
        distance += Math.abs(step);
        const now = await frame();
        pauses.push(now - last);
        last = now;
      }
      const total = pauses.reduce((sum, pause) => sum + pause, 0);
      return {
        framesPerSecond: (1_000 * pauses.length) / total,
        missedPercent: (100 * pauses.filter((pause) => pause > 25).length) / pauses.length,
        worstMs: Math.max(...pauses),
        distance,
      };
    },
    { step: pixels, ms: seconds * 1_000 },
  );
