/** The outbox's clock: messages whose time has come, and those that waited too long. */

import type { Accounts } from '../inbox/account-facts.ts';
import { append } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { type Delivery, deliveryOf } from './delivery-rows.ts';
import { stopDelivery } from './delivery-state.ts';
import { forgetOldKeys } from './idempotency.ts';
import { showPending } from './pending-message.ts';

export interface TimetableParts {
  readonly store: Store;
  readonly accounts: Accounts;
  /** The chat has something to send. */
  due(chatID: number): void;
  failed(error: unknown): void;
}

export interface Timetable {
  /** Does what is due, and sets the clock for what is next. */
  look(): void;
  stop(): void;
}

/** Also looked when nothing is planned: clocks are set, and machines sleep. */
const lookEveryMs = 30_000;
const forgetEveryMs = 3_600_000;

export function createTimetable({ store, accounts, due, failed }: TimetableParts): Timetable {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let forgottenAt = 0;
  let looking: Promise<void> = Promise.resolve();

  const doDue = async () => {
    const now = Date.now();
    for (const delivery of await select(store, 'scheduled', 'due_at', now)) {
      if (await store.write((tx) => begin(tx, accounts, delivery, now))) due(delivery.chatID);
    }
    for (const delivery of await select(store, 'queued', 'expires_at', now)) {
      await store.write((tx) => stopDelivery(tx, delivery, 'failed', expired));
    }
    if (now - forgottenAt > forgetEveryMs) {
      await store.write((tx) => forgetOldKeys(tx, now));
      forgottenAt = now;
    }
  };

  const setClock = async () => {
    const next = await store.read
      .selectFrom('deliveries')
      .select((select) => select.fn.min('due_at').as('at'))
      .where('state', '=', 'scheduled')
      .executeTakeFirst();
    const pauseMs = Math.min(lookEveryMs, Math.max(0, (next?.at ?? Number.MAX_SAFE_INTEGER) - Date.now()));
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, pauseMs).unref();
  };

  const look = () => {
    if (stopped) return;
    looking = looking.then(doDue).catch(failed).then(setClock).catch(failed);
  };

  return {
    look,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const expired = {
  reason: 'expired',
  message: 'The account was not connected for too long, so this message was not sent. Connect it and send again.',
  retriable: true,
};

async function select(store: Store, state: string, column: 'due_at' | 'expires_at', now: number): Promise<Delivery[]> {
  const rows = await store.read
    .selectFrom('deliveries')
    .selectAll()
    .where('state', '=', state)
    .where(column, '<=', now)
    .orderBy('id')
    .execute();
  return rows.map(deliveryOf);
}

/** A scheduled message stands in its chat from the moment it is due. @returns false when it was cancelled meanwhile */
async function begin(tx: Transaction, accounts: Accounts, delivery: Delivery, now: number): Promise<boolean> {
  const chat = await tx
    .selectFrom('chats')
    .select(['id', 'public_id'])
    .where('id', '=', delivery.chatID)
    .executeTakeFirst();
  const account = accounts.find(delivery.owner, delivery.accountID);
  const { numUpdatedRows } = await tx
    .updateTable('deliveries')
    .set({ state: 'queued' })
    .where('id', '=', delivery.id)
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  if (chat === undefined || account === undefined || numUpdatedRows === 0n) return false;
  const { pendingID, request } = delivery;
  await append(tx, delivery.owner, ...(await showPending(tx, { chat, account, pendingID, request, now })));
  return true;
}
