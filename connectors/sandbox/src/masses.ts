/** Many messages: a past to fetch, and a flood. Neither is kept here, so memory stays flat however many there are. */

import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { Host, JsonObject, MessageEvent, Sender } from '@partyline/connector';
import { type Account, refOf } from './account.ts';
import { senderOf } from './chats.ts';
import type { FloodCommand, HistoryCommand } from './commands.ts';
import { parseTime } from './config.ts';
import { sentence } from './sentences.ts';

const BATCH = 500;
/** Batches on their way at once, so that the server need not wait for the thread. */
const WINDOW = 2;
/** The same for live messages, which come whether the server keeps up or not. */
const FLOOD_WINDOW = 64;
const TICK_MS = 20;
/** The own person wrote every so many messages of the past. */
export const OWN_EVERY = 4;

/** Delivers the past of a chat, oldest first. @returns how long it took until all was stored, in milliseconds */
export async function history(account: Account, host: Host, command: HistoryCommand): Promise<JsonObject> {
  const { chat, count, everyMs = 1_000, from } = command;
  const start = from === undefined ? Math.max(0, account.now() - count * everyMs) : parseTime(from);
  const make = maker(account, chat, (index) => ({ history: true, timestamp: start + index * everyMs }));
  const startedAt = performance.now();
  const window = new Window(WINDOW);
  for (let first = 0; first < count; first += BATCH) {
    const length = Math.min(BATCH, count - first);
    await window.add(host.ingest(Array.from({ length }, (_, index) => make(first + index, OWN_EVERY))));
    // Pings and commands get their turn, also where storing takes no time.
    await setImmediate();
  }
  await window.emptied();
  return { count, ms: Math.round(performance.now() - startedAt) };
}

/** @returns how many were delivered, how long it took until all were stored, and the slowest storing, in milliseconds */
export async function flood(
  account: Account,
  host: Host,
  ended: AbortSignal,
  { chat, perSecond, seconds }: FloodCommand,
): Promise<JsonObject> {
  const count = Math.ceil(perSecond * seconds);
  const make = maker(account, chat, () => ({ timestamp: account.now() }));
  const startedAt = performance.now();
  const window = new Window(FLOOD_WINDOW);
  let done = 0;
  while (done < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - startedAt) / 1_000) * perSecond));
    while (done < due) {
      const length = Math.min(BATCH, due - done);
      const first = done;
      await window.add(host.ingest(Array.from({ length }, (_, index) => make(first + index))));
      done += length;
    }
    if (done < count) await delay(TICK_MS, undefined, { signal: ended });
  }
  await window.emptied();
  return { count, ms: Math.round(performance.now() - startedAt), slowestMs: Math.round(window.slowestMs) };
}

export type MessageMaker = (index: number, ownEvery?: number) => MessageEvent;

/** Gives the n-th message of one command; everybody in the chat speaks in turn. */
export function maker(
  account: Account,
  chatID: string,
  about: (index: number) => Pick<MessageEvent, 'timestamp' | 'history'>,
): MessageMaker {
  const chat = account.chats.get(chatID);
  const ref = refOf(chat);
  const series = account.newID();
  const others = chat.memberIDs.map(senderOf);
  return (index, ownEvery = Number.POSITIVE_INFINITY) => {
    const sender: Sender =
      (index + 1) % ownEvery === 0 ? account.self : (others[index % others.length] ?? account.self);
    const text = sentence(index);
    return account.addressed({ kind: 'message', id: `${series}-${index}`, chat: ref, sender, text, ...about(index) });
  };
}

/** So many promises at a time. */
class Window {
  slowestMs = 0;
  readonly #limit: number;
  readonly #open = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves when there is room for another one. Rejects once one of them did. */
  async add(work: Promise<void>): Promise<void> {
    const startedAt = performance.now();
    const watched = work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
        this.#open.delete(watched);
      });
    this.#open.add(watched);
    while (this.#open.size >= this.#limit) await Promise.race(this.#open);
    this.#check();
  }

  async emptied(): Promise<void> {
    await Promise.all(this.#open);
    this.#check();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
