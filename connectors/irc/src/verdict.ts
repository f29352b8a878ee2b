import type { RegistrationError } from './registration-error.ts';

/** Why the server is about to close the link, as far as it said. */
export class Verdict {
  readonly #limitMs: number;
  readonly #end: (error: RegistrationError) => void;
  #error: RegistrationError | undefined;

  /** @param end is called when the server has not closed the link itself by `limitMs` after its first word */
  constructor(limitMs: number, end: (error: RegistrationError) => void) {
    this.#limitMs = limitMs;
    this.#end = end;
  }

  /** The first reason that is more than "lost" stays. */
  get error(): RegistrationError | undefined {
    return this.#error;
  }

  add(error: RegistrationError): void {
    if (this.#error === undefined) setTimeout(() => this.#end(error), this.#limitMs).unref();
    if (this.#error === undefined || error.state.state !== 'lost') this.#error = error;
  }
}
