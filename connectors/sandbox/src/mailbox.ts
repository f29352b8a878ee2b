/** What waits for one login: each event stays until a connection has stored it. */

import { once } from 'node:events';
import type { NetworkEvent } from '@partyline/connector';

/** The mailbox of somebody who never connects must not grow for ever. */
const LIMIT = 10_000;

export interface Letter {
  readonly number: number;
  readonly event: NetworkEvent;
}

/** Told of everything that must outlast the process. */
export interface MailboxLog {
  posted(letter: Letter): void;
  acknowledged(numbers: readonly number[]): void;
}

export class Mailbox {
  /** Letters from before a restart, and those that arrived. */
  readonly #letters: Letter[] = [];
  readonly #changes: EventTarget;
  readonly #log: MailboxLog;
  #next = 1;

  constructor(changes: EventTarget, log: MailboxLog) {
    this.#changes = changes;
    this.#log = log;
  }

  /** @param afterMs how long it is on its way; it is kept from now on. */
  post(event: NetworkEvent, afterMs = 0): void {
    const letter = { number: this.#next++, event };
    this.#log.posted(letter);
    if (afterMs === 0) this.#arrive(letter);
    else setTimeout(() => this.#arrive(letter), afterMs).unref();
  }

  /** Takes back what a journal kept. */
  restore(letter: Letter): void {
    this.#letters.push(letter);
    this.#next = Math.max(this.#next, letter.number + 1);
  }

  /** The oldest letters that are not acknowledged, at most `limit`, once there is one. */
  async waiting(limit: number, signal: AbortSignal): Promise<readonly Letter[]> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#letters.length > 0) return this.#letters.slice(0, limit);
      await once(this.#changes, 'change', { signal });
    }
  }

  acknowledge(letters: readonly Letter[]): void {
    const numbers = letters.map(({ number }) => number);
    this.forget(numbers);
    this.#log.acknowledged(numbers);
    this.#changes.dispatchEvent(new Event('change'));
  }

  forget(numbers: readonly number[]): void {
    for (const number of numbers) {
      const index = this.#letters.findIndex((letter) => letter.number === number);
      if (index >= 0) this.#letters.splice(index, 1);
    }
  }

  get unacknowledged(): number {
    return this.#letters.length;
  }

  #arrive(letter: Letter): void {
    if (this.#letters.length === LIMIT) this.#letters.shift();
    this.#letters.push(letter);
    this.#changes.dispatchEvent(new Event('change'));
  }
}
