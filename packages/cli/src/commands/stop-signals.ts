/** Ending a long-running command in good order. */

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Terminal, npm and shell may each deliver the same Ctrl-C: what comes this close together is one. */
const togetherMs = 500;
/** From the first signal to the end; callers are promised 5 s. */
const longestCloseMs = 4_800;

export interface StopSignals {
  /** Waits for the first signal, unless it came already, then closes. */
  untilStopped(close: () => Promise<void>): Promise<void>;
}

/**
 * Catches the signals from now on: call it before starting, so that one that comes in the middle of the start is not lost and does not cut
 * it off. Whoever signals again meanwhile is in a hurry: the process ends at once with 1, as it does when closing takes too long.
 */
export function watchSignals(): StopSignals {
  const stopped = Promise.withResolvers<void>();
  let since: number | undefined;
  let deadline: NodeJS.Timeout | undefined;
  const onSignal = () => {
    if (since === undefined) {
      since = Date.now();
      deadline = setTimeout(() => process.exit(1), longestCloseMs);
      stopped.resolve();
    } else if (Date.now() - since > togetherMs) process.exit(1);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    async untilStopped(close) {
      await stopped.promise;
      try {
        await close();
      } finally {
        clearTimeout(deadline);
      }
    },
  };
}
