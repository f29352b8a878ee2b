/** What becomes of each line from the server. */

import type { Client, IrcMessage } from 'irc-framework';
import { endedByServer } from './failure.ts';
import { admit } from './incoming-guard.ts';
import { Labels } from './labels.ts';
import type { Link } from './link.ts';
import type { Pings } from './pings.ts';
import type { Registration } from './registration.ts';
import type { RegistrationError } from './registration-error.ts';
import { ServerSupport } from './server-support.ts';
import type { SessionOptions } from './session-options.ts';

interface Reaction {
  answer(line: string): void;
  /** The server said why it will end the link. */
  foretell(verdict: RegistrationError): void;
}

export class Incoming {
  readonly #options: SessionOptions;
  readonly #client: Client<Link>;
  readonly #registration: Registration;
  readonly #pings: Pings;
  readonly #reaction: Reaction;
  readonly #labels = new Labels();
  readonly support = new ServerSupport();
  /** Everything the server tells of itself after the welcome has come. */
  ready = false;
  #stopped = false;

  constructor(
    options: SessionOptions,
    client: Client<Link>,
    registration: Registration,
    pings: Pings,
    reaction: Reaction,
  ) {
    this.#options = options;
    this.#client = client;
    this.#registration = registration;
    this.#pings = pings;
    this.#reaction = reaction;
    // The library would catch nothing and admit everything: parsing stays there, what happens with a message is decided here.
    client.connection.removeAllListeners('message');
    client.connection.on('message', (message) => this.#receive(message));
    for (const kind of ['privmsg', 'notice', 'action'] as const) {
      client.on(kind, (event) => options.listener.message(kind, event));
    }
  }

  /** Takes nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  #receive(message: IrcMessage): void {
    if (this.#stopped) return;
    const last = message.params.at(-1) ?? '';
    switch (message.command) {
      case 'PING':
        this.#options.listener.ping(() => this.#reaction.answer(`PONG :${last}`));
        break;
      case 'PONG':
        this.#pings.answered(last);
        break;
      case 'ERROR':
        this.#reaction.foretell(endedByServer(last, this.#registration.progress));
        break;
      default:
        this.#handle(message);
    }
  }

  #handle(message: IrcMessage): void {
    const registered = this.#registration.done;
    const verdict = registered ? undefined : this.#registration.verdict(message);
    if (verdict !== undefined) this.#reaction.foretell(verdict);
    const wantsSasl = this.#options.settings.auth === 'sasl';
    const client = this.#client;
    const { nick } = client.user;
    const { account } = this.#registration;
    if (message.command === '005') this.support.learn(message.params);
    const answered = registered ? this.#labels.settle(message) : undefined;
    const admitted = admit(message, { registered, ready: this.ready, wantsSasl });
    if (admitted !== undefined) client.command_handler.dispatch(admitted);
    if (!registered) return;
    const { listener } = this.#options;
    if (nick !== client.user.nick || account !== this.#registration.account) listener.identityChanged();
    listener.line(message);
    if (answered !== undefined) listener.answered(answered);
  }
}
