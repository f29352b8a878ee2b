/**
 * The way from the network into the server: in order, a batch at a time, and with the promise that makes an acknowledgement honest.
 */

import type { NetworkEvent } from '@partyline/connector';

/** Uncommitted entries above which the network is asked to wait, and below which it may go on. */
const PAUSE_ABOVE = 1000;
const RESUME_BELOW = 200;
const LARGEST_BATCH = 500;

export interface InboundOptions {
  ingest(events: readonly NetworkEvent[]): Promise<void>;
  /** Much is waiting: read no more. */
  pause(): void;
  resume(): void;
  /** The server could not store. Nothing is handed over after this. */
  failed(error: unknown): void;
}

type Entry = { readonly event: NetworkEvent } | { readonly committed: () => void };

export class Inbound {
  readonly #options: InboundOptions;
  #entries: Entry[] = [];
  #running = false;
  #stopped = false;
  #paused = false;

  constructor(options: InboundOptions) {
    this.#options = options;
  }

  /** Events that are given together are handed over together, unless a batch ends between them. */
  push(...events: readonly NetworkEvent[]): void {
    this.#add(events.map((event) => ({ event })));
  }

  /** Calls back when everything pushed before is committed: at once when nothing is waiting, never when storing fails. */
  whenCommitted(committed: () => void): void {
    this.#add([{ committed }]);
  }

  /** Hands over nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#entries = [];
  }

  #add(entries: readonly Entry[]): void {
    if (this.#stopped) return;
    this.#entries.push(...entries);
    if (!this.#paused && this.#entries.length > PAUSE_ABOVE) {
      this.#paused = true;
      this.#options.pause();
    }
    if (this.#running) return;
    this.#running = true;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#entries.length > 0) {
      const batch = this.#nextBatch();
      if (batch.length > 0) {
        try {
          await this.#options.ingest(batch);
        } catch (error) {
          const first = !this.#stopped;
          this.stop();
          if (first) this.#options.failed(error);
          break;
        }
        // Stopped meanwhile: what was waiting is gone, and nobody is there to be acknowledged to.
        if (this.#stopped) break;
        this.#entries.splice(0, batch.length);
      }
      this.#runMarks();
      if (this.#paused && this.#entries.length < RESUME_BELOW) {
        this.#paused = false;
        this.#options.resume();
      }
    }
    this.#running = false;
  }

  #nextBatch(): NetworkEvent[] {
    const batch: NetworkEvent[] = [];
    for (const entry of this.#entries) {
      if (!('event' in entry) || batch.length === LARGEST_BATCH) break;
      batch.push(entry.event);
    }
    return batch;
  }

  #runMarks(): void {
    const end = this.#entries.findIndex((entry) => 'event' in entry);
    const marks = this.#entries.splice(0, end === -1 ? this.#entries.length : end);
    for (const mark of marks) {
      if ('committed' in mark) mark.committed();
    }
  }
}
