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
import { deliveryOf, type WaitingDelivery } from './delivery-rows.ts';
import { createDeliveryState } from './delivery-state.ts';
import { createDesk, type Desk } from './desk.ts';
import { createLanes } from './lanes.ts';
import { Stopping } from './persist.ts';
import { type Approvals, createApprovals } from './proposals.ts';
import { recover } from './recover.ts';
import { createTimetable, type Timetable } from './timetable.ts';

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
  /** What waits for approval for so long has expired. */
  readonly approvalMs: number;
  readonly times?: DeliverTimes;
}

export interface Outbox extends Desk {
  readonly send: Accept;
  readonly approvals: Approvals;
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
    failed(error) {
      if (!(error instanceof Stopping))
        log.error({ err: error }, 'the outbox could not go on in a chat; it tries again');
    },
  });
  const acceptParts = {
    ...parts,
    accepted(chatID: number, dueAt: number | undefined) {
      if (dueAt === undefined) lanes.wake(chatID);
      else timetable.look();
    },
  };
  const approvals = createApprovals(acceptParts);
  const timetable: Timetable = createTimetable({
    store,
    accounts,
    due: (chatID) => lanes.wake(chatID),
    async regularly() {
      await approvals.expire(Date.now());
      // Should anything have gone wrong, nothing waits for longer than this.
      for (const { chat_id } of await waitingChats(store).execute()) lanes.wake(chat_id);
    },
    failed: (error) => log.warn({ err: error }, 'the outbox could not look at its clock'),
  });

  const wakeWaiting = async (accountID: string) => {
    const waiting = await waitingChats(store).where('account_id', '=', accountID).execute();
    for (const { chat_id } of waiting) lanes.wake(chat_id);
  };

  const desk = createDesk({ ...parts, wake: (chatID) => lanes.wake(chatID), changed: () => timetable.look() });

  return {
    ...desk,
    async cancel(owner, pendingID) {
      if (!(await approvals.withdraw(owner, pendingID))) await desk.cancel(owner, pendingID);
    },
    send: createAccept(acceptParts),
    approvals,
    async start() {
      await recover(store, accounts);
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

/** The oldest message of a chat that waits to be sent. Nothing is sent in a chat that is gone. */
async function nextOf(store: Store, chatID: number): Promise<WaitingDelivery | undefined> {
  const row = await store.read
    .selectFrom('deliveries')
    .innerJoin('chats', 'chats.id', 'deliveries.chat_id')
    .selectAll('deliveries')
    .select('chats.remote_id')
    .where('deliveries.chat_id', '=', chatID)
    .where('deliveries.state', '=', 'queued')
    .where('deliveries.expires_at', '>', Date.now())
    .whereRef('chats.owner_id', '=', 'deliveries.owner_id')
    .orderBy('deliveries.id')
    .limit(1)
    .executeTakeFirst();
  return row && { ...deliveryOf(row), remoteChatID: row.remote_id };
}

/** Chats in which something waits to be sent. */
function waitingChats(store: Store) {
  return store.read.selectFrom('deliveries').select('chat_id').distinct().where('state', '=', 'queued');
}
