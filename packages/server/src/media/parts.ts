/** What the parts of the room work with. */

import type { MediaFetch } from '@partyline/connector';
import type { Selectable } from 'kysely';
import type { Store } from '../store/store.ts';
import type { MediaTable } from '../store/tables.ts';
import type { MediaFolder } from './media-folder.ts';

export type MediaRow = Selectable<MediaTable>;

/** Asks the network of an account for a file. Rejects with an Error in words when it cannot be had. */
export type FetchRemote = (owner: string, accountID: string, fetch: MediaFetch) => Promise<void>;

export interface MediaParts {
  readonly store: Store;
  readonly folder: MediaFolder;
  readonly fetchRemote: FetchRemote;
  /** Longest time that a network may take for one file. */
  readonly fetchLimitMs: number;
  /** Of an upload as of a file that is fetched. */
  readonly maxFileBytes: number;
}

/** Work that is asked for while it is under way is not done twice. */
export function shared<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (key, work) => {
    const known = running.get(key);
    if (known !== undefined) return known;
    const started = work().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
