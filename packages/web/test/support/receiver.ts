/** Whoever gets webhooks: a real HTTP server that answers as the test says. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterwards } from './afterwards.ts';
import type { Scope } from './server.ts';

export interface Receiver {
  readonly url: string;
  /** Signatures that came, in order. */
  readonly signatures: readonly string[];
  /** How calls are answered from now on; 200 at first. */
  answer(status: number): void;
}

/** Of a server that may post to this machine, and does not wait long between two tries. */
export const hookFlags = ['--webhook-private-addresses=127.0.0.1', '--webhook-retry-seconds=1'];

export async function openReceiver(scope: Scope): Promise<Receiver> {
  const signatures: string[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    signatures.push(String(request.headers['webhook-signature']));
    request.resume().on('end', () => response.writeHead(status).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterwards(scope, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    signatures,
    answer(wanted) {
      status = wanted;
    },
  };
}
