/** Where the browser brings the answer of the owner: an address on this machine that exists for as long as it is waited for (RFC 8252, section 7.3). */

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

interface LoopbackCallback {
  /** `http://127.0.0.1:<port>/callback` */
  readonly uri: string;
  /** What came with the first call that bears this state; others are told that they are wrong. @throws when the signal ends it */
  answer(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  close(): void;
}

export async function openCallback(): Promise<LoopbackCallback> {
  const server = createServer();
  // The person closes the page, or leaves it open: nothing waits for that.
  server.unref();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The callback has no port.');
  const uri = `http://127.0.0.1:${address.port}/callback`;
  return {
    uri,
    answer: (state, signal) =>
      new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted) return stop();
        // It holds the process, which else had nothing to wait for.
        server.ref();
        signal.addEventListener('abort', stop, { once: true });
        server.on('request', (request, response) => {
          const url = URL.parse(request.url ?? '', uri);
          if (request.method !== 'GET' || url?.pathname !== '/callback') return say(response, 404, 'Nothing is here.');
          // Any page can call this address: only who was sent here knows the state.
          if (url.searchParams.get('state') !== state)
            return say(response, 400, 'This answer belongs to nothing that was asked. Go back to the terminal.');
          say(response, 200, 'Done. You can close this page and go back to the terminal.');
          signal.removeEventListener('abort', stop);
          resolve(url.searchParams);
        });
      }),
    close() {
      server.close();
      server.closeIdleConnections();
      server.unref();
    },
  };
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(`${text}\n`);
}
