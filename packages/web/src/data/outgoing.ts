/**
 * The way of own messages to the server: one after the other, in the order of typing, each until the server has it or refused it. What is on its way is
 * kept in the browser, so that it outlives the page; the same key makes every try the same message.
 */

import { APIConnectionError, APIError, type MessageSendParams, NotFoundError, type Partyline } from '@partyline/client';
import type { Kept } from './kept.ts';
import type { LocalState } from './message-order.ts';

export type Outgoing = Pick<MessageSendParams, 'text' | 'replyToMessageID' | 'attachment' | 'mentions' | 'sendAt'>;

export interface Unsent {
  readonly chatID: string;
  readonly what: Outgoing;
  readonly idempotencyKey: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How its file looks, until the server tells. */
  readonly shown?: ShownFile | undefined;
}

export interface ShownFile {
  readonly srcURL?: string | undefined;
  readonly fileName?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly fileSize?: number | undefined;
  readonly size?: { readonly width: number; readonly height: number } | undefined;
}

export interface OutgoingParts {
  readonly api: Partyline;
  readonly kept: Kept<Unsent>;
  mark(key: string, local: LocalState): void;
  accepted(key: string, pendingMessageID: string, what: Outgoing): void;
}

export interface OutgoingQueue {
  /** Resolves when the server has it or refused it. */
  send(key: string, unsent: Unsent): Promise<void>;
  /** Once more what was refused. */
  retry(key: string): Promise<void>;
  /** Once more what the server was not reached with; resolves when nothing is on its way any more. */
  resume(): Promise<void>;
  /** @returns what it was */
  discard(key: string): Outgoing | undefined;
}

/** For so long the server surely knows a key again (it remembers them for 7 days). After that a person has to say that it is to be sent. */
const resumedMs = 6 * 24 * 3_600_000;

export function createOutgoing({ api, kept, mark, accepted }: OutgoingParts): OutgoingQueue {
  let turn = Promise.resolve();
  /** What waits for its turn or for an answer. */
  const underWay = new Set<string>();
  const unreached = new Set<string>();
  /** Written in this page. */
  const own = new Set<string>();

  const isGone = (chatID: string): Promise<boolean> =>
    api.chats.retrieve(chatID, { maxParticipantCount: 0 }).then(
      () => false,
      (error: unknown) => error instanceof NotFoundError,
    );
  const post = async (key: string) => {
    const unsent = kept.get(key);
    if (unsent === undefined) return;
    try {
      const { chatID, what, idempotencyKey } = unsent;
      const { pendingMessageID } = await api.messages.send(chatID, what, { idempotencyKey });
      kept.delete(key);
      accepted(key, pendingMessageID, what);
    } catch (error) {
      if (isUnreached(error)) unreached.add(key);
      // Written in an earlier page, in a chat that nobody can open any more to see that it waits. What was written in this one is still in sight.
      if (error instanceof NotFoundError && !own.has(key) && (await isGone(unsent.chatID))) kept.delete(key);
      mark(key, { kind: 'refused', error });
    }
  };
  const queue = (key: string) => {
    if (underWay.has(key) || kept.get(key) === undefined) return turn;
    underWay.add(key);
    unreached.delete(key);
    mark(key, { kind: 'sending' });
    turn = turn.then(() => post(key)).finally(() => underWay.delete(key));
    return turn;
  };

  return {
    send(key, unsent) {
      own.add(key);
      kept.set(key, unsent);
      return queue(key);
    },
    retry: queue,
    async resume() {
      await Promise.all([turn, ...[...unreached].map(queue)]);
    },
    discard(key) {
      const what = kept.get(key)?.what;
      kept.delete(key);
      return what;
    },
  };
}

/** What was left by an earlier page: to be sent by itself unless it is too old. */
export const isFresh = ({ at }: Unsent, now: number): boolean => now - at < resumedMs;

/** Nobody knows whether the server took it. */
const isUnreached = (error: unknown): boolean =>
  error instanceof APIConnectionError || (error instanceof APIError && (error.status ?? 0) >= 502);

export function readUnsent(value: unknown): Unsent | undefined {
  const { chatID, what, idempotencyKey, at, shown } = Object(value);
  const isOne = typeof chatID === 'string' && typeof idempotencyKey === 'string' && typeof at === 'number';
  return isOne && typeof what === 'object' && what !== null ? { chatID, what, idempotencyKey, at, shown } : undefined;
}
