/** Random-looking values that a seed repeats: the n-th value of a name is a hash of seed, name and n. */

import { createHash } from 'node:crypto';

/** No letters or digits that are read for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export class Randomness {
  readonly #source: string;
  #drawn = 0;

  /** @param name keeps the values of different purposes apart, so that one more of this does not change that. */
  constructor(seed: string, name: string) {
    this.#source = JSON.stringify([seed, name]);
  }

  /** 16 hexadecimal digits. */
  hex(): string {
    return this.#bytes().toString('hex').slice(0, 16);
  }

  /** Like `K7QX-M2PD`. */
  code(): string {
    const letters = [...this.#bytes().subarray(0, 8)].map((byte) => LETTERS[byte % LETTERS.length] ?? '');
    return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
  }

  #bytes(): Buffer {
    return createHash('sha256')
      .update(`${this.#source}${this.#drawn++}`)
      .digest();
  }
}
