/** The server's side of a connection and a person's side of a login, as a test needs them: everything is kept, nothing is hidden. */

import { setTimeout as delay } from 'node:timers/promises';
import type {
  AskStep,
  ConnectionState,
  Connector,
  Host,
  Log,
  Login,
  LoginIO,
  LoginResult,
  MessageEvent,
  NetworkEvent,
  OutgoingMessage,
  ShowStep,
} from '@partyline/connector';
import createConnector from '../src/index.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function irc(config: { registrationTimeoutMs?: number; confirmationTimeoutMs?: number } = {}): Connector {
  return createConnector({ config: { ...config }, log: silent });
}

export class Recorder implements Host {
  readonly abort = new AbortController();
  readonly log: Log;
  readonly secrets = { get: async () => undefined, set: async () => {} };
  readonly states: ConnectionState[] = [];
  readonly events: NetworkEvent[] = [];
  /** How the server stores; replace it to store slowly or not at all. */
  store: (events: readonly NetworkEvent[]) => Promise<void> = async () => {};

  constructor(log: Log = silent) {
    this.log = log;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get messages(): readonly MessageEvent[] {
    return this.events.filter((event) => event.kind === 'message');
  }

  get last(): ConnectionState | undefined {
    return this.states.at(-1);
  }

  async ingest(events: readonly NetworkEvent[]): Promise<void> {
    await this.store(events);
    this.events.push(...events);
  }

  status(state: ConnectionState): void {
    this.states.push(state);
  }
}

export type Answers = Readonly<Record<string, string>>;

/** Answers each question in turn; when the answers run out, `login` rejects with `out of answers`. */
export class Person implements LoginIO {
  readonly abort = new AbortController();
  readonly asked: AskStep[] = [];
  readonly shown: ShowStep[] = [];
  readonly #answers: Answers[];

  constructor(...answers: Answers[]) {
    this.#answers = answers;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** What was said when the last question was put. */
  get instructions(): string {
    return this.asked.at(-1)?.instructions ?? '';
  }

  async ask(step: AskStep): Promise<Answers> {
    this.asked.push(step);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error('out of answers');
    return answer;
  }

  async cookies(): Promise<Answers> {
    throw new Error('IRC knows no cookies');
  }

  show(step: ShowStep): void {
    this.shown.push(step);
  }
}

export function keep(result: LoginResult): Login {
  const { remoteID, settings, secrets } = result;
  return { loginID: 'test', remoteID, settings, secrets };
}

/** A login as if it had been made before. */
export function loginTo(
  server: { host: string; port: number },
  settings: Record<string, string | string[]> = {},
  password = '',
): Login {
  const nick = 'tester';
  const basic = {
    server: server.host,
    port: server.port,
    tls: 'no',
    nick,
    realname: 'Test Er',
    auth: 'none',
    account: '',
    channels: [],
  };
  return {
    loginID: 'test',
    remoteID: `${nick}@${server.host}:${server.port}`,
    settings: { ...basic, ...settings },
    secrets: password === '' ? {} : { password },
  };
}

let written = 0;

/** What the server hands over for a send. */
export function outgoing(chatID: string, text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  written += 1;
  return { transactionID: `t${written}`, account: 'tester', chatID, text, ...more };
}

/** Waits for a condition, 20 s at most. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not so after ${limitMs} ms: ${what}`);
    await delay(20);
  }
}
