/** The way to the server: the public API, called by the owner's session, which is in a cookie that no script can read. */

import { Partyline } from '@partyline/client';

/** Tells the server that this is its own app: no other origin may send it together with cookies. */
export const appHeaders = { 'X-Partyline-App': '1' };

/** @param onSignedOut when the server no longer knows the session */
export function createApi(origin: string, onSignedOut: () => void): Partyline {
  return new Partyline({
    baseURL: origin,
    accessToken: null,
    defaultHeaders: appHeaders,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 401) onSignedOut();
      return response;
    },
  });
}
