/**
 * Durable sending. What was accepted goes out in the order of its chat, once, or says that it did not or that nobody knows. A message for an account
 * that is not connected waits.
 */

import type { Connection } from '@partyline/connector';
import type { Logger } from 'pino';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import type { Media } from '../media/media.ts';
import type { Store } from '../store/store.ts';
import { type Accept, createAccept } from './accept.ts';
import { createDeliver, type DeliverTimes } from './deliver.ts';
import { deliveryOf } from './delivery-rows.ts';
import { createDeliveryState } from './delivery-state.ts';
import { createDesk, type Desk } from './desk.ts';
import { createLanes } from './lanes.ts';
import { recover } from './recover.ts';
import { createTimetable } from './timetable.ts';

export interface OutboxParts {
  readonly store: Store;
  readonly log: Logger;
  readonly media: Media;
  readonly accounts: Accounts;
  /** The account's connection while it is open. */
  connectionOf(account: AccountFacts): Connection | undefined;
  readonly hasPublicAddress: boolean;
  /** A message that cannot be sent for so long has failed. */
  readonly patienceMs: number;
  readonly times?: DeliverTimes;
}

export interface Outbox extends Desk {
  readonly send: Accept;
  /** Brings what the last end of the server left in order, and begins. Must be called before connections open. */
  start(): Promise<void>;
  /** The account can be used, perhaps again. */
  wake(accountID: string): void;
  /** Hands over nothing more; resolves when what is under way is over, or has been given up. */
  stop(): Promise<void>;
}

const defaultTimes: DeliverTimes = { retryPausesMs: [1_000, 4_000], answerLimitMs: 90_000 };

export function createOutbox(parts: OutboxParts): Outbox {
  const { store, log, accounts, times = defaultTimes } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const state = createDeliveryState(store, accounts, signal);
  const lanes = createLanes({
    next: (chatID) => nextOf(store, chatID),
    deliver: createDeliver({ ...parts, state, signal, times }),
    failed: (error) => log.error({ err: error }, 'a message could not be sent'),
  });
  const timetable = createTimetable({
    store,
    accounts,
    due: (chatID) => lanes.wake(chatID),
    failed: (error) => log.warn({ err: error }, 'the outbox could not look at its clock'),
  });

  const wakeWaiting = async (accountID: string) => {
    const waiting = await store.read
      .selectFrom('deliveries')
      .select('chat_id')
      .distinct()
      .where('account_id', '=', accountID)
      .where('state', '=', 'queued')
      .execute();
    for (const { chat_id } of waiting) lanes.wake(chat_id);
  };

  return {
    ...createDesk({ ...parts, wake: (chatID) => lanes.wake(chatID), changed: () => timetable.look() }),
    send: createAccept({
      ...parts,
      accepted(chatID, dueAt) {
        if (dueAt === undefined) lanes.wake(chatID);
        else timetable.look();
      },
    }),
    async start() {
      await recover(store);
      timetable.look();
    },
    wake(accountID) {
      wakeWaiting(accountID).catch((error: unknown) => log.error({ err: error }, 'the outbox could not be read'));
    },
    async stop() {
      timetable.stop();
      stopping.abort();
      await lanes.stop();
    },
  };
}

async function nextOf(store: Store, chatID: number) {
  const row = await store.read
    .selectFrom('deliveries')
    .selectAll()
    .where('chat_id', '=', chatID)
    .where('state', '=', 'queued')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && deliveryOf(row);
}
