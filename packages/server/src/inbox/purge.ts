/** What is of no more use goes in small pieces, so that nobody's writes wait for it: messages of chats that are gone, and what never met its message. */

import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { forgetEarly } from './intake/early.ts';

const messagesPerTurn = 500;
const wakeEveryMs = 3_600_000;

/** Takes chats of these accounts away from their owner, with an event for each. Their messages go later. */
export async function detachAccounts(tx: Transaction, owner: string, accountIDs: readonly string[]): Promise<void> {
  if (accountIDs.length === 0) return;
  await tx
    .insertInto('events')
    .columns(['owner_id', 'type', 'subject', 'payload', 'at'])
    .expression((from) =>
      from
        .selectFrom('chats')
        .select((select) => [
          select.val(owner).as('owner_id'),
          select.val('chat.deleted').as('type'),
          'public_id',
          'account_id',
          select.val(Date.now()).as('at'),
        ])
        .where('owner_id', '=', owner)
        .where('account_id', 'in', accountIDs),
    )
    .execute();
  await tx
    .updateTable('chats')
    .set({ owner_id: null })
    .where('owner_id', '=', owner)
    .where('account_id', 'in', accountIDs)
    .execute();
  await tx.deleteFrom('early_events').where('account_id', 'in', accountIDs).execute();
}

export interface Purger {
  /** Deletes what is due, in the background. Also done each hour; what is left when the server ends goes after the next start. */
  wake(): void;
  stop(): Promise<void>;
}

export function createPurger(store: Store, failed: (error: unknown) => void): Purger {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  const inTurns = async (some: (tx: Transaction) => Promise<boolean>) => {
    let more = true;
    while (more && !stopped) more = await store.write(some);
  };

  const purge = async () => {
    await inTurns((tx) => forgetEarly(tx, Date.now()));
    while (!stopped) {
      const chat = await store.read
        .selectFrom('chats')
        .select('id')
        .where('owner_id', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (chat === undefined) return;
      await inTurns((tx) => purgeSome(tx, chat.id));
    }
  };

  const wake = () => {
    running = running.then(purge).catch(failed);
  };
  const timer = setInterval(wake, wakeEveryMs).unref();

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** @returns whether there is more of this chat */
async function purgeSome(tx: Transaction, chatID: number): Promise<boolean> {
  const rows = await tx
    .selectFrom('messages')
    .select('id')
    .where('chat_id', '=', chatID)
    .limit(messagesPerTurn)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await tx.deleteFrom('messages').where('id', 'in', ids).execute();
  if (ids.length === messagesPerTurn) return true;
  await tx.deleteFrom('chats').where('id', '=', chatID).execute();
  return false;
}
