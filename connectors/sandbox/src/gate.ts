import { once } from 'node:events';

/** Open, or shut for everybody who wants to pass until it opens again. */
export class Gate {
  readonly #changes = new EventTarget();
  #open = true;

  shut(): void {
    this.#open = false;
  }

  open(): void {
    this.#open = true;
    this.#changes.dispatchEvent(new Event('open'));
  }

  /** Resolves while the gate is open; rejects when the signal aborts. */
  async passed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (!this.#open) await once(this.#changes, 'open', { signal });
  }
}
