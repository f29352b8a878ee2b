/** What the end of the server, or a backup that was put back, left open. */

import type { Store } from '../store/store.ts';
import { deliveryOf } from './delivery-rows.ts';
import { stopDelivery } from './delivery-state.ts';

/** `partyline restore` leaves this row in `meta`: what was on its way then may have gone out since. */
const restoredKey = 'restored_at';

/** Whatever had been handed to a network when the server ended is uncertain now; after a restore, everything that was due. */
export async function recover(store: Store): Promise<void> {
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
              on.and([on('state', '=', 'scheduled'), on('due_at', '<=', Date.now())]),
            ]),
      )
      .execute();
    for (const row of rows) await stopDelivery(tx, deliveryOf(row), 'uncertain');
  });
}
