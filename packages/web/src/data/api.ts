/** The way to the server: the public API, called by the owner's session, which is in a cookie that no script can read. */

import { Partyline } from '@partyline/client';

/** @param appHeaders what every call brings @param onSignedOut when the server no longer knows the session */
export function createApi(
  origin: string,
  appHeaders: () => Record<string, string>,
  onSignedOut: () => void,
): Partyline {
  return new Partyline({
    baseURL: origin,
    accessToken: null,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(appHeaders())) headers.set(name, value);
      const response = await fetch(input, { ...init, headers });
      if (response.status === 401) onSignedOut();
      return response;
    },
  });
}
