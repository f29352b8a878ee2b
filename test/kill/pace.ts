/** So many a second, on average: what a busy machine delays is made up for. */

export interface Pace {
  stop(): void;
}

const tickMs = 20;

export function keepPace(perSecond: number, act: () => void): Pace {
  const start = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1_000) * perSecond;
    for (; done < due; done++) act();
  }, tickMs);
  return { stop: () => clearInterval(timer) };
}
