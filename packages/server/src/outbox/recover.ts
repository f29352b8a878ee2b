/** What the end of the server, or a backup that was put back, left open. */

import type { Accounts } from '../inbox/account-facts.ts';
import type { Store } from '../store/store.ts';
import { deliveryOf } from './delivery-rows.ts';
import { stopDelivery } from './delivery-state.ts';
import { begin } from './timetable.ts';

/** `partyline restore` leaves this row in `meta`: what was on its way then may have gone out since. */
const restoredKey = 'restored_at';

/** Whatever had been handed to a network when the server ended is uncertain now; after a restore, everything that was due. */
export async function recover(store: Store, accounts: Accounts): Promise<void> {
  const now = Date.now();
  await store.write(async (tx) => {
    const restored = await tx.deleteFrom('meta').where('key', '=', restoredKey).returning('value').executeTakeFirst();
    const rows = await tx
      .selectFrom('deliveries')
      .selectAll()
      .where((on) =>
        restored === undefined
          ? on('state', '=', 'sending')
          : on.or([
              on('state', 'in', ['sending', 'queued']),
              on.and([on('state', '=', 'scheduled'), on('due_at', '<=', now)]),
            ]),
      )
      .execute();
    for (const row of rows) {
      const delivery = deliveryOf(row);
      if (delivery.state === 'scheduled') await begin(tx, accounts, delivery, now);
      await stopDelivery(tx, delivery, ['sending', 'queued'], 'uncertain');
    }
  });
}
