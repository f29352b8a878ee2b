/** The network's time, in milliseconds since the epoch: the real one, shifted on command, or one that stands still. */

export class Clock {
  /** Where a standing clock stands. */
  #standing: number | undefined;
  #shift = 0;

  /** @param standing where the clock stands; absent = it runs. */
  constructor(standing?: number) {
    this.#standing = standing;
  }

  now(): number {
    return this.#standing ?? Date.now() + this.#shift;
  }

  /** The time of something that happens now. A standing clock moves on by 1 ms, so that the order of messages stays visible. */
  stamp(): number {
    const now = this.now();
    if (this.#standing !== undefined) this.#standing += 1;
    return now;
  }

  set(ms: number): void {
    if (this.#standing === undefined) this.#shift = ms - Date.now();
    else this.#standing = ms;
  }

  advance(ms: number): void {
    if (this.#standing === undefined) this.#shift += ms;
    else this.#standing += ms;
  }
}
