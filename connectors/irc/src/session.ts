/** One registered IRC connection: from the socket to the welcome, and to its one end. */

import library, { type Client, type IrcMessage } from 'irc-framework';
import { BadLineLog } from './bad-line-log.ts';
import { endedByServer, registrationTimedOut } from './failure.ts';
import { admit } from './incoming-guard.ts';
import { Link } from './link.ts';
import { linkFailed } from './link-failure.ts';
import { Pings } from './pings.ts';
import { Registration } from './registration.ts';
import type { RegistrationError } from './registration-error.ts';
import type { SessionOptions } from './session-options.ts';

/** Time a server has to close the link after it said why, or after we said goodbye. */
const CLOSE_LIMIT_MS = 2000;

/**
 * Resolves when the server has welcomed us, signed us in and told its settings.
 *
 * @throws RegistrationError
 * @throws the signal's reason when it aborts
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  options.signal.throwIfAborted();
  const session = new Session(options);
  await session.opened;
  return session;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #client: Client<Link>;
  readonly #link: Link;
  readonly #registration: Registration;
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #limit: NodeJS.Timeout;
  readonly #abort = () => this.#abandon();
  readonly #pings = new Pings();
  readonly #badLines: BadLineLog;
  /** Why the server is about to close the link, as far as it said. */
  #verdict: RegistrationError | undefined;
  #ready = false;
  #over = false;

  constructor(options: SessionOptions) {
    const { settings } = options;
    this.#options = options;
    this.#badLines = new BadLineLog(options.log);
    this.#limit = setTimeout(() => this.#end(this.#verdict ?? registrationTimedOut(options.limitMs)), options.limitMs);
    options.signal.addEventListener('abort', this.#abort, { once: true });
    this.#client = new library.Client();
    this.#registration = new Registration(options, this.#client, {
      refused: (error) => this.#end(error),
      welcomed: () => this.#awaitSettings(),
    });
    this.#listen();
    const linkOptions = {
      ...settings,
      onBadLine: (error: unknown) => this.#badLines.note(error),
      onClose: (error: Error | undefined) => this.#linkClosed(error),
    };
    this.#client.connect({
      ...this.#registration.clientOptions(),
      version: '',
      auto_reconnect: false,
      ping_interval: 0,
      ping_timeout: 0,
      transport: class extends Link {
        constructor() {
          super(linkOptions);
        }
      },
    });
    const link = this.#client.connection.transport;
    if (link === null) throw new Error('irc-framework made no transport');
    this.#link = link;
  }

  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Nothing can be sent or received any more. */
  get over(): boolean {
    return this.#over;
  }

  get nick(): string {
    return this.#client.user.nick;
  }

  /** The account the network knows us under. */
  get account(): string | undefined {
    return this.#registration.account;
  }

  /** What the network calls itself; `undefined` when it does not say. */
  get networkName(): string | undefined {
    return this.setting('NETWORK');
  }

  get extensions(): readonly string[] {
    return this.#client.network.cap.enabled;
  }

  /** A setting the server told (ISUPPORT). */
  setting(name: string): string | undefined {
    const value = this.#client.network.options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Folds a name by the network's rule: the same string for the same nick or channel. */
  fold(name: string): string {
    return this.#client.caseLower(name);
  }

  isChannel(name: string): boolean {
    return this.#client.network.isChannelName(name);
  }

  write(line: string): void {
    if (!this.#over) this.#client.raw(line);
  }

  /** Resolves when the server has handled everything written before; rejects when the session ends first. */
  ping(): Promise<void> {
    if (this.#over) return Promise.reject(new Error('The connection is closed.'));
    return this.#pings.ask((line) => this.write(line));
  }

  pauseReading(): void {
    this.#link.pause();
  }

  resumeReading(): void {
    this.#link.resume();
  }

  /** Ends the session from our side with a reason for the listener. */
  fail(error: RegistrationError): void {
    this.#end(error);
  }

  /** Leaves in an orderly way; resolves when the socket is gone, after 2 s at the latest. The listener hears nothing. */
  async quit(): Promise<void> {
    if (!this.#over) {
      this.write('QUIT');
      this.#finish(new Error('The connection was closed.'));
      this.#link.finish();
    }
    const limit = setTimeout(() => this.#link.disposeSocket(), CLOSE_LIMIT_MS);
    await this.#closed.promise;
    clearTimeout(limit);
  }

  #listen(): void {
    const client = this.#client;
    const { listener } = this.#options;
    // The library would catch nothing and admit everything: parsing stays there, what happens with a message is decided here.
    client.connection.removeAllListeners('message');
    client.connection.on('message', (message) => this.#receive(message));
    for (const kind of ['privmsg', 'notice', 'action'] as const) {
      client.on(kind, (event) => listener.message(kind, event));
    }
  }

  #receive(message: IrcMessage): void {
    if (this.#over) return;
    const last = message.params.at(-1) ?? '';
    switch (message.command) {
      case 'PING':
        this.#options.listener.ping(() => this.write(`PONG :${last}`));
        break;
      case 'PONG':
        this.#pings.answered(last);
        break;
      case 'ERROR':
        this.#foretell(endedByServer(last, this.#registration.progress));
        break;
      default:
        this.#handle(message);
    }
  }

  #handle(message: IrcMessage): void {
    const registered = this.#registration.done;
    const verdict = registered ? undefined : this.#registration.verdict(message);
    if (verdict !== undefined) this.#foretell(verdict);
    const wantsSasl = this.#options.settings.auth === 'sasl';
    const { nick, account } = this;
    const admitted = admit(message, { registered, ready: this.#ready, wantsSasl });
    if (admitted !== undefined) this.#client.command_handler.dispatch(admitted);
    if (!registered) return;
    const { listener } = this.#options;
    if (nick !== this.nick || account !== this.account) listener.identityChanged();
    listener.line(message);
  }

  /** 001 has come; what follows at once (settings, message of the day) ends before the answer to a question asked now. */
  #awaitSettings(): void {
    this.ping().then(
      () => {
        this.#ready = true;
        clearTimeout(this.#limit);
        this.#opened.resolve();
      },
      () => {
        // The end that rejected the ping has told `opened` the reason.
      },
    );
  }

  /** The server said why it will close the link; the first reason that is more than "lost" stays. */
  #foretell(verdict: RegistrationError): void {
    if (this.#verdict === undefined) setTimeout(() => this.#end(verdict), CLOSE_LIMIT_MS).unref();
    if (this.#verdict === undefined || verdict.state.state !== 'lost') this.#verdict = verdict;
  }

  #linkClosed(error: Error | undefined): void {
    this.#closed.resolve();
    if (this.#over) return;
    const { progress } = this.#registration;
    const cut = error === undefined ? endedByServer(undefined, progress) : linkFailed(error, this.#options.settings);
    this.#end(this.#verdict ?? cut);
  }

  #abandon(): void {
    const { signal } = this.#options;
    if (this.#registration.done) this.write('QUIT');
    this.#finish(signal.reason);
    this.#link.disposeSoon(this.#registration.done);
  }

  #end(error: RegistrationError): void {
    if (this.#over) return;
    const wasReady = this.#ready;
    this.#finish(error);
    this.#link.disposeSocket();
    if (wasReady) this.#options.listener.ended(error);
  }

  /** From here on nothing is received, and whoever waits for the server is told. */
  #finish(reason: unknown): void {
    this.#over = true;
    clearTimeout(this.#limit);
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#opened.reject(reason);
    this.#pings.fail(reason);
  }
}
