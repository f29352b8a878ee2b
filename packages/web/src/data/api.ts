/** The way to the server: the public API, called by the owner's session, which is in a cookie that no script can read. */

import { Partyline } from '@partyline/client';
import type { Calls } from './calls.ts';

export interface ApiParts {
  readonly origin: string;
  /** What every call brings. */
  appHeaders(): Record<string, string>;
  readonly calls: Calls;
  /** The server no longer knows the session. */
  onSignedOut(): void;
}

export function createApi({ origin, appHeaders, calls, onSignedOut }: ApiParts): Partyline {
  return new Partyline({
    baseURL: origin,
    accessToken: null,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(appHeaders())) headers.set(name, value);
      const response = await calls.make(() => fetch(input, { ...init, headers }));
      if (response.status === 401) onSignedOut();
      return response;
    },
  });
}
