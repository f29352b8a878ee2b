/** The server's side of the sandbox for its own tests: a person at a login, a host, and both on one network. */

import { once } from 'node:events';
import type {
  AskStep,
  Connection,
  ConnectionState,
  Connector,
  CookieStep,
  Host,
  JsonObject,
  Log,
  Login,
  LoginIO,
  LoginResult,
  MessageEvent,
  NetworkEvent,
  OutgoingMessage,
  ShowStep,
} from '@partyline/connector';
import createSandbox from '../src/index.ts';

export type Answers = Readonly<Record<string, string>>;

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };

export function sandbox(config: JsonObject = {}): Connector {
  return createSandbox({ config: { stepMs: 5, replyMs: 5, ...config }, log });
}

/** Gives its answers in turn and keeps what it was asked and shown. */
export class Person implements LoginIO {
  readonly asked: AskStep[] = [];
  readonly askedForCookies: CookieStep[] = [];
  readonly shown: ShowStep[] = [];
  readonly signal: AbortSignal;
  readonly #cancelling = new AbortController();
  readonly #answers: Answers[];
  readonly #changes = new EventTarget();

  constructor(...answers: Answers[]) {
    this.#answers = answers;
    this.signal = this.#cancelling.signal;
  }

  cancel(): void {
    this.#cancelling.abort(new Error('cancelled by the person'));
  }

  async ask(step: AskStep): Promise<Answers> {
    this.asked.push(structuredClone(step));
    return this.#next();
  }

  async cookies(step: CookieStep): Promise<Answers> {
    this.askedForCookies.push(structuredClone(step));
    return this.#next();
  }

  show(step: ShowStep): void {
    this.shown.push(structuredClone(step));
    this.#changes.dispatchEvent(new Event('shown'));
  }

  /** Resolves when the next picture is shown. */
  async seesSomething(): Promise<void> {
    if (this.shown.length === 0) await once(this.#changes, 'shown');
  }

  #next(): Answers {
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error('asked more often than expected');
    return answer;
  }
}

export class House implements Host {
  readonly log = log;
  readonly states: ConnectionState[] = [];
  /** Everything that was ingested, of every kind. */
  readonly events: NetworkEvent[] = [];
  /** How many events came at a time. */
  readonly batches: number[] = [];
  refusing = false;
  /** Resolves when what was ingested is stored. */
  storing: () => Promise<void> = async () => {};
  readonly secrets = { get: async () => undefined, set: async () => {} };
  readonly #ending = new AbortController();
  readonly #changes = new EventTarget();

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get messages(): readonly MessageEvent[] {
    return this.of('message');
  }

  /** All events of a kind, in the order they came. */
  of<Kind extends NetworkEvent['kind']>(kind: Kind): Extract<NetworkEvent, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<NetworkEvent, { kind: Kind }> => event.kind === kind);
  }

  /** Resolves once it holds, asked after each event and status; rejects after 20 s. */
  async until(holds: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(20_000);
    while (!holds()) await once(this.#changes, 'change', { signal });
  }

  end(): void {
    this.#ending.abort(new Error('ended by the house'));
  }

  async ingest(events: readonly NetworkEvent[]): Promise<void> {
    if (this.refusing) throw new Error('the house stores nothing');
    this.events.push(...structuredClone(events));
    this.batches.push(events.length);
    this.#changes.dispatchEvent(new Event('change'));
    await this.storing();
  }

  status(state: ConnectionState): void {
    this.states.push(structuredClone(state));
    this.#changes.dispatchEvent(new Event('change'));
  }

  /** Resolves when so many messages came; rejects after 20 s. */
  async receives(count: number): Promise<readonly MessageEvent[]> {
    await this.until(() => this.messages.length >= count);
    return this.messages;
  }
}

let transactions = 0;

/** A message of the first account, with a transaction ID of its own. */
export function message(chatID: string, text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { transactionID: `transaction-${++transactions}`, account: 'sam', chatID, text, ...more };
}

export function loginOf(result: LoginResult, loginID = 'login-1'): Login {
  const { remoteID, settings, secrets } = result;
  return structuredClone({ loginID, remoteID, settings, secrets });
}

/** A login by the form. */
export async function signedIn(connector: Connector, answers: Answers = {}, loginID = 'login-1'): Promise<Login> {
  const person = new Person({ username: 'sam', password: 'any', ...answers });
  return loginOf(await connector.login('form', person), loginID);
}

/** @param refusing whether the house stores nothing. */
export async function connected(
  connector: Connector,
  login: Login,
  refusing = false,
): Promise<{ house: House; connection: Connection }> {
  const house = new House();
  house.refusing = refusing;
  return { house, connection: await connector.connect(login, house) };
}

/** The command set of the connector, which the contract leaves optional. */
export async function command(connector: Connector, input: JsonObject, loginID = 'login-1'): Promise<JsonObject> {
  if (connector.control === undefined) throw new Error('the sandbox takes commands');
  return connector.control(loginID, input);
}
