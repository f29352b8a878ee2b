/** Sends numbered texts through the API, each until it is accepted. */

import type { Api } from './api.ts';
import { keepPace } from './pace.ts';

export interface Accepted {
  readonly chatID: string;
  readonly pendingMessageID: string;
}

export interface Senders {
  /** By text. */
  readonly accepted: ReadonlyMap<string, Accepted>;
  /** Sends nothing new for as long as the work takes. */
  pauseFor(work: Promise<void>): Promise<void>;
  /** Sends nothing new; resolves when everything has its answer. */
  finish(): Promise<void>;
}

/** Sends that have no answer yet: more would only be asked again and again. */
const openAtMost = 100;

export const outgoingText = (number: number): string => `out-${number}`;

export function startSenders(api: Api, chatIDs: readonly string[], perSecond: number): Senders {
  const accepted = new Map<string, Accepted>();
  const open = new Set<Promise<void>>();
  let failure: unknown;
  const send = async (number: number) => {
    const text = outgoingText(number);
    const chatID = chatIDs[number % chatIDs.length] ?? '';
    const path = `/v1/chats/${encodeURIComponent(chatID)}/messages`;
    accepted.set(
      text,
      await api.ask<Accepted>({ method: 'POST', path, body: { text }, idempotencyKey: `key-${number}` }),
    );
  };
  let number = 0;
  let paused = false;
  const pace = keepPace(perSecond, () => {
    if (paused || open.size >= openAtMost) return;
    const sending = send(number++).catch((error: unknown) => {
      failure ??= error;
    });
    open.add(sending);
    void sending.finally(() => open.delete(sending));
  });
  return {
    accepted,
    async pauseFor(work) {
      paused = true;
      await work;
      paused = false;
    },
    async finish() {
      pace.stop();
      await Promise.all(open);
      if (failure !== undefined) throw failure;
    },
  };
}
