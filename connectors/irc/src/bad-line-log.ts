import type { Log } from '@partyline/connector';

const FEWEST_MS_BETWEEN_ENTRIES = 10_000;

/** Notes lines that could not be handled, without letting a server that sends many of them fill the log. */
export class BadLineLog {
  readonly #log: Log;
  #unreported = 0;
  #lastEntry = Number.NEGATIVE_INFINITY;

  constructor(log: Log) {
    this.#log = log;
  }

  note(error: unknown): void {
    this.#unreported += 1;
    const now = performance.now();
    if (now - this.#lastEntry < FEWEST_MS_BETWEEN_ENTRIES) return;
    this.#lastEntry = now;
    const reason = error instanceof Error ? error.message : String(error);
    this.#log.debug('lines from the server could not be handled', { lines: this.#unreported, reason });
    this.#unreported = 0;
  }
}
