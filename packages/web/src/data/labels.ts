/** The labels there are. The server tells of chats that get one, but not of the labels themselves. */

import type { Partyline } from '@partyline/client';
import type { Label } from '@partyline/protocol';
import type { LiveEvent } from './live.ts';
import { createStore, type Readable } from './store.ts';

export interface Labels {
  /** By name; undefined until they were loaded. */
  readonly list: Readable<readonly Label[] | undefined>;
  /** Never throws: without them there is one way less to sort chats. */
  load(): void;
  /** @throws APIError 409 when there is one of that name */
  create(name: string): Promise<Label>;
  take(event: LiveEvent): void;
  forget(): void;
}

export function createLabels(api: Partyline): Labels {
  const list = createStore<readonly Label[] | undefined>(undefined);
  let isLoading = false;
  const load = async () => {
    if (isLoading) return;
    isLoading = true;
    try {
      list.set(await api.labels.list());
    } catch {
      // The next look tries again.
    } finally {
      isLoading = false;
    }
  };
  return {
    list,
    load: () => void load(),
    async create(name) {
      const label = await api.labels.create({ name });
      await load();
      return label;
    },
    take(event) {
      if (event.type !== 'chat.upserted') return;
      const known = list.get();
      const isNew = ({ id, name }: Label) => known?.some((one) => one.id === id && one.name === name) === false;
      // Somebody made or renamed one elsewhere.
      if (event.entries?.some(({ labels }) => labels?.some(isNew))) void load();
    },
    forget: () => list.set(undefined),
  };
}
