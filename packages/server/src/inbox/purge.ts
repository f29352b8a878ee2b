/** Chats that are gone lose their messages in small pieces, so that nobody's writes wait for it. */

import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';

const messagesPerTurn = 500;

/** Takes chats of these accounts away from their owner, with an event for each. Their messages go later. */
export async function detachAccounts(tx: Transaction, owner: string, accountIDs: readonly string[]): Promise<void> {
  if (accountIDs.length === 0) return;
  await tx
    .insertInto('events')
    .columns(['owner_id', 'type', 'subject', 'at'])
    .expression((from) =>
      from
        .selectFrom('chats')
        .select((select) => [
          select.val(owner).as('owner_id'),
          select.val('chat.deleted').as('type'),
          'public_id',
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
  /** Deletes what belongs to nobody any more, in the background. What is left when the server ends goes after the next start. */
  wake(): void;
  stop(): Promise<void>;
}

export function createPurger(store: Store, failed: (error: unknown) => void): Purger {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  const purge = async () => {
    for (;;) {
      const chat = await store.read
        .selectFrom('chats')
        .select('id')
        .where('owner_id', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (chat === undefined) return;
      let more = true;
      while (more) {
        if (stopped) return;
        more = await store.write((tx) => purgeSome(tx, chat.id));
      }
    }
  };

  return {
    wake() {
      running = running.then(purge).catch(failed);
    },
    async stop() {
      stopped = true;
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
