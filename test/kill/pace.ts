/** So many a second, on average: what a busy machine delays is made up for. */

export interface Pace {
  stop(): void;
}

const tickMs = 20;

/** @param act called with 0, 1, 2, … */
export function keepPace(perSecond: number, act: (number: number) => void): Pace {
  const start = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1_000) * perSecond;
    while (done < due) act(done++);
  }, tickMs);
  return { stop: () => clearInterval(timer) };
}
