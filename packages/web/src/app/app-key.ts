/**
 * The half of the session that is kept in this origin: the cookie alone opens nothing, since browsers hand it to whatever else listens on this machine.
 * The key comes with the sign-in, or behind the `#` of the link on the page where the server was claimed.
 */

import type { AppKey } from '../data/session.ts';
import { storage } from './storage.ts';

const place = 'partyline.app-key';
const shelf = storage();
/** Where nothing can be stored it lasts as long as the page. */
let own: string | undefined;

export const appKey: AppKey = {
  // Another tab may have signed in since.
  get: () => shelf?.getItem(place) ?? own,
  set(key) {
    own = key;
    // Before the new one: where that finds no room, an older one must not count in its place.
    shelf?.removeItem(place);
    if (key === undefined) return;
    try {
      shelf?.setItem(place, key);
    } catch {
      // No room: it lasts as long as the page.
    }
  },
};

/** With every call that the app makes: by this the server knows it. */
export const appHeaders = (): Record<string, string> => ({ 'X-Partyline-App': appKey.get() ?? 'none' });

/** For a WebSocket, which brings no headers. */
export function appProtocols(): string[] {
  const key = appKey.get();
  return key === undefined ? [] : [`partyline-app.${key}`];
}

/** Takes the key out of the address: it is not to stay in the history. @returns undefined where there is none */
export function takeKeyFromAddress(): string | undefined {
  const key = /^#key=([\w-]{43})$/.exec(location.hash)?.[1];
  if (key !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return key;
}
