/** Who we are on the network and where: the nick we got and the one we want, the account, the channels joined. */

import { isDeepStrictEqual } from 'node:util';
import type { ConnectionState, Host } from '@partyline/connector';
import type { IrcMessage } from 'irc-framework';
import { profileOf } from './profile.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { plainWords, sentence } from './words.ts';

/** Refusals of a JOIN; https://modern.ircdocs.horse/#join-message */
const JOIN_REFUSALS: ReadonlySet<string> = new Set([
  '403',
  '405',
  '407',
  '437',
  '471',
  '473',
  '474',
  '475',
  '476',
  '477',
  '489',
  '520',
]);

export class Presence {
  readonly #session: Session;
  readonly #settings: Settings;
  readonly #remoteID: string;
  readonly #host: Host;
  #joining = false;
  #told: ConnectionState | undefined;
  #announced = false;
  readonly #notJoined: string[] = [];

  constructor(session: Session, settings: Settings, remoteID: string, host: Host) {
    this.#session = session;
    this.#settings = settings;
    this.#remoteID = remoteID;
    this.#host = host;
  }

  /** Resolves when the server has let us into the channels, or said why not. */
  async joinChannels(channels: readonly string[]): Promise<void> {
    if (channels.length === 0) return;
    this.#joining = true;
    for (const channel of channels) this.#session.write(`JOIN ${channel}`);
    await this.#session.ping();
    this.#joining = false;
  }

  /** Says that the connection is usable; from here on every change of nick or account is told too. */
  announce(): void {
    this.#announced = true;
    this.changed();
  }

  line({ command, params, nick }: IrcMessage): void {
    if (this.#joining && JOIN_REFUSALS.has(command)) {
      this.#notJoined.push(`${plainWords(params[1] ?? '')}: ${plainWords(params.at(-1) ?? '')}`);
    }
    const wantedIsFree = (command === 'QUIT' || command === 'NICK') && this.#isWanted(nick);
    if (wantedIsFree) this.regainNick();
  }

  /** Asks for the wanted nick where another was taken; a refusal changes nothing. */
  regainNick(): void {
    if (!this.#isWanted(this.#session.nick)) this.#session.write(`NICK ${this.#settings.nick}`);
  }

  /** Tells the server who we are now, unless it knows. */
  changed(): void {
    if (!this.#announced) return;
    const state = this.#state();
    if (isDeepStrictEqual(state, this.#told)) return;
    this.#told = state;
    this.#host.status(state);
  }

  #isWanted(nick: string): boolean {
    return this.#session.fold(nick) === this.#session.fold(this.#settings.nick);
  }

  #state(): ConnectionState {
    const session = this.#session;
    const notes = [
      ...(this.#isWanted(session.nick)
        ? []
        : [`The nick “${this.#settings.nick}” is in use, so you are “${session.nick}” until it is free.`]),
      ...this.#notJoined.map((refusal) => sentence('Not joined', refusal)),
    ];
    return {
      state: 'connected',
      ...(notes.length === 0 ? {} : { text: notes.join(' ') }),
      profiles: { [this.#remoteID]: profileOf(session, this.#settings) },
      capabilities: {
        network: session.networkName ?? this.#settings.server,
        ...(session.account === undefined ? {} : { account: session.account }),
        extensions: [...session.extensions],
      },
    };
  }
}
