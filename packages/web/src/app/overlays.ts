/** What lies over the whole app, one at a time: whoever wants to open one says so here. `Overlays.tsx` shows it. */

import type { Unsettled } from '../data/app-data.ts';
import { createStore, type Readable } from '../data/store.ts';

/** What signing out would delete. */
export interface Lost extends Unsettled {
  /** That are not uploaded. */
  readonly files: number;
}

export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'sign-out'; readonly lost: Lost }
  | { readonly kind: 'new-chat'; readonly accountID?: string | undefined }
  | { readonly kind: 'remind'; readonly chatID: string }
  | { readonly kind: 'labels'; readonly chatID: string }
  | { readonly kind: 'remove-chat'; readonly chatID: string };

const opened = createStore<Overlay | undefined>(undefined);

export const overlay: Readable<Overlay | undefined> = opened;

export const openOverlay = (what: Overlay): void => opened.set(what);

export const closeOverlay = (): void => opened.set(undefined);
