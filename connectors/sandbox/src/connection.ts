/** One open connection of one login. */

import { setTimeout as delay } from 'node:timers/promises';
import {
  type Connection,
  type Contact,
  type EndState,
  type Host,
  type Login,
  type LogoutScope,
  type MessageEvent,
  type OutgoingMessage,
  SendError,
  type Sent,
} from '@partyline/connector';
import { type Character, characters, matching } from './contacts.ts';
import type { Controls, Steerable } from './controls.ts';
import { type Link, type Network, Unreachable } from './network.ts';
import { type Status, stateOf, type Wish } from './statuses.ts';

export interface Parts {
  readonly network: Network;
  readonly controls: Controls;
  readonly link: Link;
  readonly login: Login;
  readonly host: Host;
}

export class SandboxConnection implements Connection, Steerable {
  readonly #network: Network;
  readonly #controls: Controls;
  readonly #link: Link;
  readonly #session: string | undefined;
  readonly #host: Host;

  constructor({ network, controls, link, login, host }: Parts) {
    this.#network = network;
    this.#controls = controls;
    this.#link = link;
    this.#session = login.secrets['session'];
    this.#host = host;
    link.ended.addEventListener('abort', () => this.#over());
    controls.live = this;
    void this.#deliver();
  }

  async close(): Promise<void> {
    this.#link.close();
  }

  async send({ chatID, text }: OutgoingMessage): Promise<Sent> {
    await this.#answered().catch(() => {
      const message = 'The sandbox could not be reached. Nothing was sent.';
      throw new SendError({ outcome: 'certain', retriable: true, reason: 'disconnected', message });
    });
    return this.#link.identity.take(chatID, text);
  }

  async probe(): Promise<void> {
    await this.#answered();
  }

  async logout(scope: LogoutScope): Promise<void> {
    await this.#answered();
    if (this.#session !== undefined) this.#link.identity.endSession(this.#session);
    if (scope === 'all-devices') this.#link.identity.endAllSessions();
  }

  async contacts(): Promise<readonly Contact[]> {
    await this.#answered();
    return characters.map(({ contact }) => contact);
  }

  async resolve(query: string): Promise<readonly Contact[]> {
    await this.#answered();
    return matching(query);
  }

  tell(status: Status, wish: Omit<Wish, 'status'>): void {
    const state = stateOf(status, wish);
    if (state.state === 'connected' || state.state === 'backfilling') this.#host.status(state);
    else this.#end(state);
  }

  receive(character: Character, text: string): MessageEvent {
    return this.#link.identity.receive(character, text);
  }

  /** Resolves when the network has answered; rejects when the link ends before. */
  async #answered(): Promise<void> {
    const { ended } = this.#link;
    ended.throwIfAborted();
    const { delayMs } = this.#controls;
    if (delayMs > 0) await delay(delayMs, undefined, { signal: ended });
    await this.#controls.voice.passed(ended);
    await this.#network.voice.passed(ended);
  }

  /** Hands over one message at a time and acknowledges it once it is stored. */
  async #deliver(): Promise<void> {
    const { identity, ended } = this.#link;
    try {
      while (!ended.aborted) {
        const message = await identity.nextMessage(ended);
        await this.#answered();
        await this.#host.ingest([message]);
        ended.throwIfAborted();
        identity.acknowledge(message);
      }
    } catch (error) {
      // The end of the link ends the loop too, and is told elsewhere. Else the message was not stored: the network keeps it for the next connection.
      if (ended.aborted) return;
      this.#host.log.warn('a message was not stored', { error: String(error) });
      this.#end({ state: 'lost', text: 'A message could not be stored. The sandbox delivers it again.' });
    }
  }

  #end(state: EndState): void {
    this.#link.close();
    this.#host.status(state);
  }

  #over(): void {
    if (this.#controls.live === this) this.#controls.live = undefined;
    if (!(this.#link.ended.reason instanceof Unreachable)) return;
    this.#host.status({ state: 'lost', text: 'The sandbox went down..' });
  }
}
