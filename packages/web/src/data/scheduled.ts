/** The messages of a chat that are to be sent later. They do not stand among the others until it is their time. */

import type { Partyline } from '@partyline/client';
import type { Delivery } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { createStore, type Readable } from './store.ts';

export interface Scheduled {
  /** What is sent first stands first. */
  readonly list: Readable<readonly Delivery[]>;
  /** Never throws: what could not be loaded is loaded the next time. */
  load(): Promise<void>;
  /** @throws APIError, for one that was sent meanwhile too */
  cancel(pendingMessageID: string): Promise<void>;
  take(event: LiveEvent): void;
}

export function createScheduled(api: Partyline, chatID: string): Scheduled {
  const list = createStore<readonly Delivery[]>([]);
  const timeOf = ({ sendAt, createdAt }: Delivery) => Date.parse(sendAt ?? createdAt);
  let round = 0;
  const load = async () => {
    const mine = ++round;
    const page = await api.outbox.list({ chatID, limit: 200 }).catch(() => undefined);
    if (page === undefined || mine !== round) return;
    const later = page.items.filter(({ state }) => state === 'scheduled');
    list.set(later.toSorted((one, other) => timeOf(one) - timeOf(other)));
  };
  return {
    list,
    load,
    async cancel(pendingMessageID) {
      await api.outbox.cancel(pendingMessageID).finally(load);
    },
    take(event) {
      if (event.type !== 'message.upserted') return;
      if (list.get().some(({ pendingMessageID }) => event.ids.includes(pendingMessageID))) void load();
    },
  };
}
