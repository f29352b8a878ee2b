/** One registered IRC connection: from the socket to the welcome, and to its one end. */

import library, { type Client } from 'irc-framework';
import { BadLineLog } from './bad-line-log.ts';
import { endedByServer, registrationTimedOut } from './failure.ts';
import { Incoming } from './incoming.ts';
import type { Link } from './link.ts';
import { linkFailed } from './link-failure.ts';
import { Pings } from './pings.ts';
import { Registration } from './registration.ts';
import type { RegistrationError } from './registration-error.ts';
import type { ServerSupport } from './server-support.ts';
import type { SessionOptions } from './session-options.ts';
import { startClient } from './start-client.ts';
import { Verdict } from './verdict.ts';

/** Time a server has to close the link after it said why, or after we said goodbye. */
const CLOSE_LIMIT_MS = 2000;

export class Session {
  readonly #options: SessionOptions;
  readonly #client: Client<Link>;
  readonly #link: Link;
  readonly #registration: Registration;
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #limit: NodeJS.Timeout;
  readonly #abort = () => this.#abandon();
  readonly #pings = new Pings();
  readonly #badLines: BadLineLog;
  readonly #incoming: Incoming;
  readonly #verdict = new Verdict(CLOSE_LIMIT_MS, (error) => this.#end(error));
  #over = false;

  constructor(options: SessionOptions) {
    const { settings } = options;
    this.#options = options;
    this.#badLines = new BadLineLog(options.log);
    this.#limit = setTimeout(
      () => this.#end(this.#verdict.error ?? registrationTimedOut(options.limitMs)),
      options.limitMs,
    );
    options.signal.addEventListener('abort', this.#abort, { once: true });
    this.#client = new library.Client();
    this.#registration = new Registration(options, this.#client, {
      refused: (error) => this.#end(error),
      welcomed: () => this.#awaitSettings(),
    });
    this.#incoming = new Incoming(options, this.#client, this.#registration, this.#pings, {
      answer: (line) => this.write(line),
      foretell: (error) => this.#verdict.add(error),
    });
    const linkOptions = {
      ...settings,
      onBadLine: (error: unknown) => this.#badLines.note(error),
      onClose: (error: Error | undefined) => this.#linkClosed(error),
    };
    this.#link = startClient(this.#client, this.#registration, linkOptions);
  }

  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Resolves when nothing can be sent or received any more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
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

  /** What the network told of its channels and tags. */
  get support(): ServerSupport {
    return this.#incoming.support;
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

  /** 001 has come; what follows at once (settings, message of the day) ends before the answer to a question asked now. */
  #awaitSettings(): void {
    this.ping().then(
      () => {
        this.#incoming.ready = true;
        clearTimeout(this.#limit);
        this.#opened.resolve();
      },
      () => {
        // The end that rejected the ping has told `opened` the reason.
      },
    );
  }

  #linkClosed(error: Error | undefined): void {
    this.#closed.resolve();
    if (this.#over) return;
    const { progress } = this.#registration;
    const cut = error === undefined ? endedByServer(undefined, progress) : linkFailed(error, this.#options.settings);
    this.#end(this.#verdict.error ?? cut);
  }

  #abandon(): void {
    const { signal } = this.#options;
    if (this.#registration.done) this.write('QUIT');
    this.#finish(signal.reason);
    this.#link.disposeSoon(this.#registration.done);
  }

  #end(error: RegistrationError): void {
    if (this.#over) return;
    const wasReady = this.#incoming.ready;
    this.#finish(error);
    this.#link.disposeSocket();
    if (wasReady) this.#options.listener.ended(error);
  }

  /** From here on nothing is received, and whoever waits for the server is told. */
  #finish(reason: unknown): void {
    this.#over = true;
    this.#incoming.stop();
    this.#ended.resolve();
    clearTimeout(this.#limit);
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#opened.reject(reason);
    this.#pings.fail(reason);
  }
}
