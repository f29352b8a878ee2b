/** Messages that arrived before there were tables for them. */

import type { NetworkEvent } from '@partyline/connector';
import type { Store } from '../store/store.ts';
import type { Ingest } from './ingest.ts';

const rowsPerTurn = 500;

/** Brings the journal of the first release into the inbox, and empties it. What fails stays and is tried at the next start. */
export async function drainJournal(store: Store, ingest: Ingest): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = await store.read
      .selectFrom('inbound')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(rowsPerTurn)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    for (const [loginID, ofLogin] of Map.groupBy(rows, (row) => row.login_id)) {
      const events = ofLogin.map(({ event }): NetworkEvent => JSON.parse(event));
      await ingest({ owner: ofLogin[0]?.owner_id ?? '', loginID }, events);
    }
    await store.write(async (tx) => void (await tx.deleteFrom('inbound').where('seq', '<=', last.seq).execute()));
    after = last.seq;
  }
}
