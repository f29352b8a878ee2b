/** Questions put to the server. It answers in order, so an answer means that everything written before was handled. */

import { randomUUID } from 'node:crypto';

export class Pings {
  readonly #open = new Map<string, PromiseWithResolvers<void>>();

  /** Asks; resolves with the answer, rejects with `fail`'s reason. */
  ask(write: (line: string) => void): Promise<void> {
    const token = randomUUID();
    const answered = Promise.withResolvers<void>();
    this.#open.set(token, answered);
    write(`PING :${token}`);
    return answered.promise;
  }

  /** Takes a PONG; a token of somebody else is ignored. */
  answered(token: string): void {
    this.#open.get(token)?.resolve();
    this.#open.delete(token);
  }

  fail(reason: unknown): void {
    for (const answered of this.#open.values()) answered.reject(reason);
    this.#open.clear();
  }
}
