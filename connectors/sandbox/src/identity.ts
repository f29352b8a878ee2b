/** One person at the network's side: their mailbox, their sessions, and what those they write to received. */

import { once } from 'node:events';
import { type MessageEvent, SendError, type Sent } from '@partyline/connector';
import type { Clock } from './clock.ts';
import { type Character, characterOf } from './contacts.ts';
import { Randomness } from './randomness.ts';

/** The mailbox of somebody who never connects must not grow for ever. */
const MAILBOX_LIMIT = 10_000;

export class Identity {
  readonly remoteID: string;
  readonly #clock: Clock;
  readonly #replyMs: number;
  readonly #messageIDs: Randomness;
  readonly #sessionIDs: Randomness;
  readonly #ended = new Set<string>();
  readonly #running = new Set<string>();
  readonly #mailbox: MessageEvent[] = [];
  readonly #changes = new EventTarget();
  readonly #sent: { to: string; text: string }[] = [];

  constructor(remoteID: string, seed: string, clock: Clock, replyMs: number) {
    this.remoteID = remoteID;
    this.#clock = clock;
    this.#replyMs = replyMs;
    this.#messageIDs = new Randomness(seed, `messages of ${remoteID}`);
    this.#sessionIDs = new Randomness(seed, `sessions of ${remoteID}`);
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

  /** Takes a message from this person. Throws {@link SendError} where the contact is one that refuses. */
  take(chatID: string, text: string): Sent {
    const character = characterOf(chatID);
    if (character === undefined) {
      const message = `The sandbox has nobody called "${chatID}". Nothing was sent.`;
      throw new SendError({ outcome: 'certain', retriable: false, reason: 'unknown_chat', message });
    }
    const refusal = character.refusal?.();
    if (refusal === undefined || character.readsRefused === true) {
      this.#sent.push({ to: chatID, text });
      this.#changed();
    }
    if (refusal !== undefined) throw refusal;
    const sent = { id: this.#messageIDs.hex(), timestamp: this.#clock.stamp() };
    if (character.answersAfter !== undefined) this.#answer(character, text, character.answersAfter * this.#replyMs);
    return sent;
  }

  /** A contact writes: the message is in the mailbox until a connection acknowledges it. */
  receive(character: Character, text: string): MessageEvent {
    const message = this.#message(character, text, 0);
    this.#post(message);
    return message;
  }

  /** The oldest message that is not acknowledged, once there is one. */
  async nextMessage(signal: AbortSignal): Promise<MessageEvent> {
    for (;;) {
      signal.throwIfAborted();
      const next = this.#mailbox[0];
      if (next !== undefined) return next;
      await once(this.#changes, 'change', { signal });
    }
  }

  acknowledge(message: MessageEvent): void {
    const index = this.#mailbox.indexOf(message);
    if (index >= 0) this.#mailbox.splice(index, 1);
    this.#changed();
  }

  get unacknowledged(): number {
    return this.#mailbox.length;
  }

  /** Everything the contacts received, oldest first. */
  get sent(): readonly { readonly to: string; readonly text: string }[] {
    return this.#sent;
  }

  /** Resolves when `holds`, asked after each change of mailbox and messages; rejects when the signal aborts. */
  async until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    while (!holds()) await once(this.#changes, 'change', { signal });
  }

  /** The answer gets its ID and time now, so that they do not depend on which of two answers is the faster. */
  #answer(character: Character, text: string, afterMs: number): void {
    const message = this.#message(character, text, afterMs);
    setTimeout(() => this.#post(message), afterMs).unref();
  }

  #message({ contact }: Character, text: string, inMs: number): MessageEvent {
    const name = contact.fullName ?? contact.id;
    return {
      kind: 'message',
      id: this.#messageIDs.hex(),
      chat: { id: contact.id, type: 'single', title: name },
      sender: { id: contact.id, name, isSelf: false },
      timestamp: this.#clock.stamp() + inMs,
      text,
    };
  }

  #post(message: MessageEvent): void {
    if (this.#mailbox.length === MAILBOX_LIMIT) this.#mailbox.shift();
    this.#mailbox.push(message);
    this.#changed();
  }

  #changed(): void {
    this.#changes.dispatchEvent(new Event('change'));
  }
}
