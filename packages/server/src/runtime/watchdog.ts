/** Notices a thread that no longer answers: a connector that loops for ever. */

export interface WatchdogTimes {
  readonly everyMs: number;
  /** Silence after which the thread counts as stuck. */
  readonly patienceMs: number;
}

/**
 * Pings until stopped; calls `stuck` once when an answer stays out.
 * @returns how to stop
 */
export function watch(
  ping: () => Promise<void>,
  stuck: () => void,
  { everyMs, patienceMs }: WatchdogTimes,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const check = () => {
    const askedAt = performance.now();
    timer = setTimeout(() => {
      // When this thread itself slept (lid closed, machine overloaded), the other one had no chance to answer: ask again.
      if (performance.now() - askedAt > patienceMs * 1.5) check();
      else stuck();
    }, patienceMs);
    ping().then(
      () => {
        clearTimeout(timer);
        if (!stopped) timer = setTimeout(check, everyMs);
      },
      // A failed thread is told by its own exit, not here.
      () => clearTimeout(timer),
    );
  };
  check();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
