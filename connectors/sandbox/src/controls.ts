/** What commands have asked of one login, for as long as the network lives; outlasts its connections. */

import { once } from 'node:events';
import type { MessageEvent } from '@partyline/connector';
import type { Character } from './contacts.ts';
import { Gate } from './gate.ts';
import type { Status, Wish } from './statuses.ts';

/** What a command can do to a connection that is open. */
export interface Steerable {
  tell(status: Status, wish: Omit<Wish, 'status'>): void;
  receive(character: Character, text: string): MessageEvent;
}

export class Controls {
  /** Shut while the login is to hear nothing: no answer, no message, no welcome to a connect. */
  readonly voice = new Gate();
  /** How much later the network answers, in milliseconds. */
  delayMs = 0;
  /** The words with which connects are refused; absent = they are not. */
  refusal: string | undefined;
  /** How long a connect takes, in milliseconds. */
  connectMs = 0;
  live: Steerable | undefined;
  #wish: Wish | undefined;
  readonly #changes = new EventTarget();

  /** The status that was last asked for; absent = the one of the login's settings. */
  get wish(): Wish | undefined {
    return this.#wish;
  }

  set wish(wish: Wish | undefined) {
    this.#wish = wish;
    this.#changes.dispatchEvent(new Event('wish'));
  }

  /** Resolves when another status is asked for. */
  async nextWish(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'wish', { signal });
  }

  /** Ends every fault; the status stays. */
  heal(): void {
    this.refusal = undefined;
    this.connectMs = 0;
    this.voice.open();
  }
}
