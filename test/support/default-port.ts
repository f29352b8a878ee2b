/** The examples of the reference pages name no address: they call the default port. */

import type { TestContext } from 'node:test';
import { startInProcess, type TestServer } from './server.ts';

const defaultURL = 'http://localhost:23373';

/**
 * Starts a server with the sandbox on the default port. Where something else has it, on another one, which the examples then learn from the
 * environment; the test says so.
 *
 * @returns the server, and what the examples need in their environment to find it
 */
export async function startAtDefaultPort(t: TestContext): Promise<{ server: TestServer; env: Record<string, string> }> {
  const server = await startInProcess('--sandbox', '--port=23373').catch((error: unknown) => {
    if (!(error instanceof Error && error.message.startsWith('Port 23373 is taken'))) throw error;
    return startInProcess('--sandbox');
  });
  t.after(() => server.end());
  if (server.url === defaultURL) return { server, env: {} };
  t.diagnostic(
    `port 23373 is taken on this machine: the example runs with BEEPER_BASE_URL=${server.url} instead of the default`,
  );
  return { server, env: { BEEPER_BASE_URL: server.url } };
}
