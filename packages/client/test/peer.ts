/** A real HTTP server that answers as the test says and keeps what it was asked. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { type ClientOptions, Partyline } from '../src/index.ts';
import type { Clock } from '../src/retry.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface Peer {
  readonly url: string;
  readonly seen: Seen[];
  /** Milliseconds of every wait between tries; nothing really waits. */
  readonly sleeps: number[];
  client(options?: ClientOptions): Partyline;
}

/** Serves one answer after the other; the last one again and again. */
export async function peer(t: TestContext, answers: readonly Answer[], clock: Partial<Clock> = {}): Promise<Peer> {
  const seen: Seen[] = [];
  const sleeps: number[] = [];
  const server = createServer(async (request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const testClock: Clock = {
    now: () => 0,
    random: () => 0,
    sleep: async (ms) => {
      sleeps.push(ms);
    },
    ...clock,
  };
  const client = (options: ClientOptions = {}) =>
    new Partyline({ accessToken: 'secret-token', baseURL: url, clock: testClock, ...options });
  return { url, seen, sleeps, client };
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };

export const failure = (status: number, headers: Record<string, string> = {}): Answer =>
  json(status, { message: `Answer ${status}`, code: 'SOME_CODE' }, headers);
