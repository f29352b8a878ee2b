/** The network itself, in memory: who is there, which links are open, and whether it can be reached. */

import { randomUUID } from 'node:crypto';
import { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { Gate } from './gate.ts';
import { Identity } from './identity.ts';
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
  readonly #config: Config;
  readonly #seed: string;
  readonly #identities = new Map<string, Identity>();
  readonly #links = new Map<Link, AbortController>();
  #up = true;

  constructor(config: Config) {
    this.#config = config;
    this.#seed = config.seed ?? randomUUID();
    this.clock = new Clock(config.now);
  }

  identity(remoteID: string): Identity {
    const known = this.#identities.get(remoteID);
    if (known !== undefined) return known;
    const made = new Identity(remoteID, this.#seed, this.clock, this.#config.replyMs);
    this.#identities.set(remoteID, made);
    return made;
  }

  randomness(name: string): Randomness {
    return new Randomness(this.#seed, name);
  }

  /** Opens a link and waits for the network's welcome. Rejects with {@link Unreachable}, or the signal's reason; nothing is open then. */
  async open(remoteID: string, signal: AbortSignal): Promise<Link> {
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
}
