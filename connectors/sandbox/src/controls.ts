/** What commands have asked of one login, for as long as the network lives; outlasts its connections. */

import { once } from 'node:events';
import type { Host } from '@partyline/connector';
import type { Account } from './account.ts';
import { Gate } from './gate.ts';
import type { Identity } from './identity.ts';
import { SendFaults } from './send-faults.ts';
import type { Status, Wish } from './statuses.ts';

/** What a command needs of a connection that is open. */
export interface Steerable {
  readonly host: Host;
  readonly ended: AbortSignal;
  tell(status: Status, wish: Omit<Wish, 'status'>): void;
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
  readonly sends = new SendFaults(new Gate());
  live: Steerable | undefined;
  /** Who the login is; known once it connected. */
  identity: Identity | undefined;
  /** The accounts of the login, the first one first. */
  accountIDs: readonly string[] = [];
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

  /** The connection that is open. Throws when there is none. */
  get connected(): Steerable {
    if (this.live === undefined) throw new Error('This login is not connected, so nobody can write to it.');
    return this.live;
  }

  /** @param id one of the login's accounts; absent = the first. Throws when the login has none like that. */
  account(id = this.accountIDs[0]): Account {
    if (this.identity === undefined || id === undefined)
      throw new Error('This login has not been connected yet. Wait until it is.');
    if (!this.accountIDs.includes(id))
      throw new Error(`This login has no account "${id}". It has: ${this.accountIDs.join(', ')}.`);
    return this.identity.account(id);
  }

  /** Ends every fault; the status stays. */
  heal(): void {
    this.refusal = undefined;
    this.connectMs = 0;
    this.sends.set('ok');
    this.voice.open();
  }
}
