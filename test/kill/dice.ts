/** Chance that can be thrown again: the same seed gives the same numbers. */

export interface Dice {
  /** From 0, below 1. */
  throw(): number;
  /** From 0, below a limit. */
  below(limit: number): number;
  /** True in so many cases of one. */
  chance(share: number): boolean;
}

/** Mulberry32, by Tommy Ettinger; public domain. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { throw: next, below: (limit) => next() * limit, chance: (share) => next() < share };
}
