/** Messages of which the person said that they arrived, when nobody else could tell. Kept on this device. */

import { storage } from '../../app/storage.ts';
import { createKept } from '../../data/kept.ts';
import { createStore, type Readable } from '../../data/store.ts';

const kept = createKept(storage(), 'arrived', (value) => (value === true ? true : undefined));
const all = createStore<ReadonlySet<string>>(new Set(kept.keys()));

/** By their pending IDs. */
export const arrived: Readable<ReadonlySet<string>> = all;

export function sayArrived(pendingMessageID: string): void {
  kept.set(pendingMessageID, true);
  all.set(new Set(kept.keys()));
}
