/** The network itself, in memory: who is there, which links are open, and whether it can be reached. */

import { randomUUID } from 'node:crypto';
import { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { Gate } from './gate.ts';
import { Identity } from './identity.ts';
import { Journal } from './journal.ts';
import { KeptFiles } from './kept-files.ts';
import { Randomness } from './randomness.ts';

/** The network is not there. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** One open connection of one identity. `ended` aborts when it is over, with `Unreachable` when the network ended it. */
export interface Link {
  readonly identity: Identity;
  readonly ended: AbortSignal;
  close(): void;
}

export class Network {
  readonly clock: Clock;
  /** Shut while the network says nothing. */
  readonly voice = new Gate();
  readonly journal: Journal;
  /** How long a contact needs to answer, in milliseconds. */
  readonly replyMs: number;
  readonly files = new KeptFiles();
  readonly #identities = new Map<string, Identity>();
  readonly #links = new Map<Link, AbortController>();
  #seed: string;
  #memory: Promise<void> | undefined;
  #up = true;

  constructor(config: Config) {
    this.replyMs = config.replyMs;
    this.#seed = config.seed ?? randomUUID();
    this.clock = new Clock(config.now);
    this.journal = new Journal(config.stateFile);
  }

  /** Remembers what a state file holds; once, and before anything else happens. Rejects while the file cannot be used. */
  remember(): Promise<void> {
    this.#memory ??= this.#remember().catch((error: unknown) => {
      this.#memory = undefined;
      throw error;
    });
    return this.#memory;
  }

  identity(remoteID: string): Identity {
    const known = this.#identities.get(remoteID);
    if (known !== undefined) return known;
    const { clock, journal, replyMs } = this;
    const made = new Identity({ remoteID, seed: this.#seed, clock, replyMs, journal });
    this.#identities.set(remoteID, made);
    return made;
  }

  randomness(name: string): Randomness {
    return new Randomness(this.#seed, name);
  }

  /** Opens a link and waits for the network's welcome. Rejects with {@link Unreachable}, or the signal's reason; nothing is open then. */
  async open(remoteID: string, signal: AbortSignal): Promise<Link> {
    await this.remember();
    signal.throwIfAborted();
    if (!this.#up) throw new Unreachable('the sandbox is down');
    const ended = new AbortController();
    const end = (reason: unknown) => {
      signal.removeEventListener('abort', onAbort);
      this.#links.delete(link);
      ended.abort(reason);
    };
    const onAbort = () => end(signal.reason);
    const link: Link = {
      identity: this.identity(remoteID),
      ended: ended.signal,
      close: () => end(new Error('the link is closed')),
    };
    signal.addEventListener('abort', onAbort);
    this.#links.set(link, ended);
    await this.voice.passed(ended.signal).catch(() => {
      throw ended.signal.reason;
    });
    return link;
  }

  connections(remoteID: string): number {
    return [...this.#links.keys()].filter((link) => link.identity.remoteID === remoteID).length;
  }

  /** Ends every link as a crash would. What the network knows survives. */
  stop(): void {
    this.#up = false;
    for (const [link, ended] of [...this.#links]) {
      this.#links.delete(link);
      ended.abort(new Unreachable('the sandbox went down'));
    }
  }

  start(): void {
    this.#up = true;
  }

  async #remember(): Promise<void> {
    const records = await this.journal.open();
    const starts = records.filter(({ kind }) => kind === 'start').length;
    // Else the IDs of this process would be those of the one before.
    if (starts > 0) this.#seed = `${this.#seed}, start ${starts}`;
    for (const record of records) {
      if (record.kind === 'start') continue;
      const identity = this.identity(record.login);
      if (record.kind === 'receipt') identity.account(record.account).receipts.restore(record.receipt);
      if (record.kind === 'chat') identity.account(record.account).chats.restore(record.chat);
      if (record.kind === 'chat_removed') identity.account(record.account).chats.forget(record.chatID);
      if (record.kind === 'letter') identity.mailbox.restore(record.letter);
      if (record.kind === 'acknowledged') identity.mailbox.forget(record.numbers);
    }
    this.journal.append({ kind: 'start' });
  }
}
