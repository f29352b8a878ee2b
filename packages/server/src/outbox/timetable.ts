/** The outbox's clock: messages whose time has come, and those that waited too long. */

import type { Accounts } from '../inbox/account-facts.ts';
import { findChat } from '../inbox/chat-rows.ts';
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
  /** Called at each look. */
  regularly(): Promise<void>;
  failed(error: unknown): void;
}

export interface Timetable {
  /** Does what is due, and sets the clock for what is next. */
  look(): void;
  stop(): void;
}

/** Also looked when nothing is planned: clocks are set, and machines sleep. */
const lookEveryMs = 30_000;
/** After a failure: what is due stays due. */
const pauseMs = 1_000;
const forgetEveryMs = 3_600_000;

export function createTimetable({ store, accounts, due, regularly, failed }: TimetableParts): Timetable {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let forgottenAt = 0;
  /** Whether one looks now, and whether somebody has asked for it since. */
  let looking: 'no' | 'now' | 'again' = 'no';

  const doDue = async () => {
    const now = Date.now();
    for (const delivery of await select(store, 'scheduled', 'due_at', now)) {
      if (await store.write((tx) => begin(tx, accounts, delivery, now))) due(delivery.chatID);
    }
    for (const delivery of await select(store, 'queued', 'expires_at', now)) {
      await store.write((tx) => stopDelivery(tx, delivery, ['queued'], 'failed', expired));
    }
    await regularly();
    if (now - forgottenAt > forgetEveryMs) {
      await store.write((tx) => forgetOldKeys(tx, now));
      forgottenAt = now;
    }
  };

  /** @returns milliseconds until something is planned */
  const untilNext = async (): Promise<number> => {
    const next = await store.read
      .selectFrom('deliveries')
      .select((select) => select.fn.min('due_at').as('at'))
      .where('state', '=', 'scheduled')
      .executeTakeFirst();
    return Math.min(lookEveryMs, Math.max(0, (next?.at ?? Number.MAX_SAFE_INTEGER) - Date.now()));
  };

  const run = async () => {
    let waitMs = pauseMs;
    try {
      await doDue();
      waitMs = await untilNext();
    } catch (error) {
      failed(error);
    }
    if (stopped) return;
    const isAsked = looking === 'again';
    looking = 'no';
    if (isAsked) look();
    else timer = setTimeout(look, waitMs).unref();
  };

  const look = () => {
    clearTimeout(timer);
    if (stopped) return;
    const isFree = looking === 'no';
    looking = isFree ? 'now' : 'again';
    if (isFree) void run();
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
  message:
    'It could not be sent for so long that it was not sent at all. See that its account is connected, then send it again.',
  retriable: true,
};

async function select(
  { read }: Store,
  state: string,
  column: 'due_at' | 'expires_at',
  now: number,
): Promise<Delivery[]> {
  const waiting = read.selectFrom('deliveries').selectAll().where('state', '=', state).where(column, '<=', now);
  return (await waiting.orderBy('id').execute()).map(deliveryOf);
}

/** A scheduled message stands in its chat from the moment it is due. @returns false when it was cancelled meanwhile */
export async function begin(tx: Transaction, accounts: Accounts, delivery: Delivery, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('deliveries')
    .set({ state: 'queued' })
    .where('id', '=', delivery.id)
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  const chat = await findChat(tx, delivery.owner, String(delivery.chatID));
  const account = accounts.find(delivery.owner, delivery.accountID);
  if (chat === undefined || account === undefined || numUpdatedRows === 0n) return false;
  const { pendingID, request } = delivery;
  await append(tx, delivery.owner, ...(await showPending(tx, { chat, account, pendingID, request, now }, 'clock')));
  return true;
}
