/** From the open socket to the server's welcome: who we say we are, and what the server may answer. */

import type { Client, ClientOptions, IrcMessage } from 'irc-framework';
import { banned, nickRefused, nickTaken, type Progress, passwordRefused, saslFailed, saslMissing } from './failure.ts';
import type { Link } from './link.ts';
import { NICK_ATTEMPTS, nickForAttempt, SHORTEST_NICK_LIMIT } from './nick.ts';
import type { RegistrationError } from './registration-error.ts';
import type { Settings } from './settings.ts';

interface RegistrationOptions {
  readonly settings: Settings;
  readonly password: string;
  readonly whenNickTaken: 'fail' | 'take-another';
}

interface Outcome {
  refused(error: RegistrationError): void;
  welcomed(): void;
}

export class Registration {
  readonly #options: RegistrationOptions;
  readonly #client: Client<Link>;
  readonly #outcome: Outcome;
  #attempt = 0;
  #longestNick = Number.POSITIVE_INFINITY;
  #account: string | undefined;
  /** The server has welcomed us. */
  done = false;

  constructor(options: RegistrationOptions, client: Client<Link>, outcome: Outcome) {
    this.#options = options;
    this.#client = client;
    this.#outcome = outcome;
    client.on('loggedin', ({ account }) => {
      this.#account = account;
    });
    client.on('loggedout', () => {
      this.#account = undefined;
    });
    client.on('sasl failed', ({ reason, message }) => outcome.refused(saslFailed(reason, message)));
    client.on('registered', () => this.#welcome());
  }

  get account(): string | undefined {
    return this.#account;
  }

  get progress(): Progress {
    const { settings, password } = this.#options;
    return { registered: this.done, passwordSent: settings.auth === 'server-password' && password !== '' };
  }

  clientOptions(): Pick<ClientOptions<Link>, 'nick' | 'username' | 'gecos' | 'account' | 'password'> {
    const { settings, password } = this.#options;
    const { nick, realname, auth, account } = settings;
    const identity = { nick, username: userName(nick), gecos: realname };
    if (auth === 'sasl') return { ...identity, account: { account, password } };
    return auth === 'server-password' ? { ...identity, account: {}, password } : { ...identity, account: {} };
  }

  /** Sees every line before the welcome. A returned error is what the server will end the link for. */
  verdict({ command, params }: IrcMessage): RegistrationError | undefined {
    const words = params.at(-1) ?? '';
    switch (command) {
      case '432':
        this.#nickRefused(words);
        return undefined;
      case '433':
      case '436':
      case '437':
        this.#nickTaken();
        return undefined;
      case '463':
      case '465':
        return banned(words);
      case '464':
        return passwordRefused(words, this.progress.passwordSent);
      default:
        return undefined;
    }
  }

  #welcome(): void {
    if (this.#options.settings.auth === 'sasl' && this.#account === undefined) {
      const offered = this.#client.network.cap.enabled.includes('sasl');
      this.#outcome.refused(offered ? saslFailed('aborted', undefined) : saslMissing());
      return;
    }
    this.done = true;
    this.#outcome.welcomed();
  }

  #nickTaken(): void {
    const { settings, whenNickTaken } = this.#options;
    if (whenNickTaken === 'fail' || this.#attempt >= NICK_ATTEMPTS) {
      this.#outcome.refused(nickTaken(settings.nick));
      return;
    }
    this.#attempt += 1;
    this.#claimNick();
  }

  /** The wanted nick itself is refused for good; a fallback is refused for its length. */
  #nickRefused(words: string): void {
    if (this.#attempt === 0 || this.#longestNick === SHORTEST_NICK_LIMIT) {
      this.#outcome.refused(nickRefused(this.#options.settings.nick, words));
      return;
    }
    const { length } = nickForAttempt(this.#options.settings.nick, this.#attempt, this.#longestNick);
    this.#longestNick = Math.max(SHORTEST_NICK_LIMIT, length - 1);
    this.#claimNick();
  }

  #claimNick(): void {
    this.#client.raw(`NICK ${nickForAttempt(this.#options.settings.nick, this.#attempt, this.#longestNick)}`);
  }
}

/** The part before `@` in our address: letters and digits only, at most 10 (ircds refuse more). */
function userName(nick: string): string {
  return (
    nick
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 10)
      .toLowerCase() || 'partyline'
  );
}
