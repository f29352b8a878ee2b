/** The server's side of a connection, in memory: keeps all that was told and lets a case hold or refuse an ingest. */

import type { ConnectionState, EndState, Host, Log, SecretStore } from '../contract.ts';
import type { MessageEvent, NetworkEvent } from '../events.ts';
import { deadline, eventually } from './deadlines.ts';
import { wrongs } from './well-formed.ts';
import type { Witness } from './witness.ts';

export class RecordingHost implements Host {
  readonly states: ConnectionState[] = [];
  /** Everything handed to `ingest`, in the order of the calls, taken or not. */
  readonly events: NetworkEvent[] = [];
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly #abort = new AbortController();
  readonly #witness: Witness;
  #held: PromiseWithResolvers<void> | undefined;
  #refusing = false;
  readonly #refused: NetworkEvent[] = [];

  constructor(witness: Witness, secrets: Readonly<Record<string, string>>, plainNotes: readonly string[] = []) {
    this.#witness = witness;
    this.log = witness.log;
    const stored = new Map(Object.entries(secrets));
    this.secrets = {
      get: async (name) => stored.get(name),
      set: async (name, value) => {
        if (!plainNotes.includes(name)) witness.secret(value);
        stored.set(name, value);
      },
    };
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(): void {
    this.#abort.abort(new Error('the server ends this connection'));
  }

  async ingest(events: readonly NetworkEvent[]): Promise<void> {
    this.#witness.crossed('ingest', events);
    for (const problem of events.flatMap(wrongs)) this.#witness.problem(problem);
    this.events.push(...events);
    if (this.#held !== undefined) await this.#held.promise;
    if (!this.#refusing) return;
    this.#refused.push(...events);
    throw new Error('the server cannot store this now');
  }

  status(state: ConnectionState): void {
    this.#witness.crossed('status', state);
    if (state.state !== 'connected' && state.text.trim() === '') this.#witness.problem(`${state.state} without a text`);
    this.states.push(state);
  }

  /** From now on an ingest does not settle until `release`. */
  hold(): void {
    this.#held = Promise.withResolvers();
  }

  release(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  /** From now on every ingest, a held one too when it is released, rejects. */
  refuse(): void {
    this.#refusing = true;
  }

  /** What was offered and not taken. */
  refused(): readonly NetworkEvent[] {
    return this.#refused;
  }

  /** The states that say that the connection is over. */
  ends(): EndState[] {
    return this.states.filter((state) => state.state !== 'connected' && state.state !== 'backfilling');
  }

  messages(): MessageEvent[] {
    return this.events.filter((event) => event.kind === 'message');
  }

  /** The texts of all messages from others that came so far. */
  texts(): string[] {
    return this.messages()
      .filter((event) => !event.sender.isSelf)
      .map((event) => event.text);
  }

  /** Waits until a message with this text was offered, or something before it was refused and the connector has ended for that. */
  async offeredOrEnded(text: string): Promise<void> {
    const isOver = () => this.#refused.length > 0 && this.ends().length > 0;
    const what = `the message "${text}" is offered, or the connector says that it ended before it`;
    await eventually(deadline.settle, what, () => this.texts().includes(text) || isOver());
  }

  /** Waits for a message from somebody else with this text. */
  async delivered(text: string): Promise<void> {
    await eventually(deadline.settle, `the message "${text}" is ingested`, () => this.texts().includes(text));
  }
}
