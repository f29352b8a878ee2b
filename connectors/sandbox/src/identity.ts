/** One person at the network's side: their sessions, their mailbox and their accounts. */

import { once } from 'node:events';
import { Account } from './account.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import { Mailbox } from './mailbox.ts';
import { Randomness } from './randomness.ts';

export interface IdentityParts {
  readonly remoteID: string;
  readonly seed: string;
  readonly clock: Clock;
  readonly replyMs: number;
  readonly journal: Journal;
}

export class Identity {
  readonly remoteID: string;
  readonly mailbox: Mailbox;
  /** Whether a connection has stored which groups there are. */
  hasToldGroups = false;
  readonly #parts: IdentityParts;
  readonly #ids: Randomness;
  readonly #sessionIDs: Randomness;
  readonly #ended = new Set<string>();
  readonly #running = new Set<string>();
  readonly #accounts = new Map<string, Account>();
  readonly #changes = new EventTarget();

  constructor(parts: IdentityParts) {
    const { remoteID, seed, journal } = parts;
    const login = remoteID;
    this.remoteID = remoteID;
    this.#parts = parts;
    this.#ids = new Randomness(seed, `messages of ${remoteID}`);
    this.#sessionIDs = new Randomness(seed, `sessions of ${remoteID}`);
    this.mailbox = new Mailbox(this.#changes, {
      posted: (letter) => journal.append({ kind: 'letter', login, letter }),
      acknowledged: (numbers) => journal.append({ kind: 'acknowledged', login, numbers }),
    });
  }

  /** @param id an account of this login; it is made when it is first asked for. */
  account(id: string): Account {
    const known = this.#accounts.get(id);
    if (known !== undefined) return known;
    const made = this.#account(id);
    this.#accounts.set(id, made);
    return made;
  }

  startSession(): string {
    const session = this.#sessionIDs.hex();
    this.#running.add(session);
    return session;
  }

  endSession(session: string): void {
    this.#running.delete(session);
    this.#ended.add(session);
  }

  endAllSessions(): void {
    for (const session of [...this.#running]) this.endSession(session);
  }

  /** A session from before a restart of the network is unknown and counts as running. */
  isSignedOut(session: string | undefined): boolean {
    return session === undefined || this.#ended.has(session);
  }

  /** Resolves when `holds`, asked after each change of mailbox and receipts; rejects when the signal aborts. */
  async until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    while (!holds()) await once(this.#changes, 'change', { signal });
  }

  #account(id: string): Account {
    const { remoteID: login, clock, replyMs, journal } = this.#parts;
    return new Account({
      id,
      addressed: id === login ? {} : { account: id },
      clock,
      ids: this.#ids,
      replyMs,
      mailbox: this.mailbox,
      log: {
        receipt: (receipt) => {
          journal.append({ kind: 'receipt', login, account: id, receipt });
          this.#changes.dispatchEvent(new Event('change'));
        },
        chat: (chat) => journal.append({ kind: 'chat', login, account: id, chat }),
        chatRemoved: (chatID) => journal.append({ kind: 'chat_removed', login, account: id, chatID }),
      },
    });
  }
}
