/** Asking an address whether a server is there. */

import type { Info } from '@partyline/protocol';

/** What the server at this address says of itself; `undefined` when none answers in time, or something else does. */
export async function probe(url: string, timeoutMs: number): Promise<Info | undefined> {
  try {
    const response = await fetch(`${url}/v1/info`, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { Accept: 'application/json' },
    });
    const body: unknown = await response.json();
    return response.ok && isInfo(body) ? body : undefined;
  } catch {
    // Refused, silent or not JSON: no server of ours.
    return undefined;
  }
}

const isInfo = (body: unknown): body is Info =>
  typeof body === 'object' && body !== null && 'app' in body && 'server' in body;

/** Where the official SDKs look when nobody tells them otherwise. */
export const defaultPort = 23373;
const lastPort = 23392;

/**
 * The addresses on the usual ports (contract 1.1) at which a server answers. Anybody on the machine may listen there, so they are for telling
 * the person: no token is ever sent to a server that was only found here.
 */
export async function scan(): Promise<string[]> {
  const urls = Array.from(
    { length: lastPort - defaultPort + 1 },
    (_, index) => `http://127.0.0.1:${defaultPort + index}`,
  );
  const found = await Promise.all(urls.map((url) => probe(url, 500)));
  return urls.filter((_, index) => found[index] !== undefined);
}
