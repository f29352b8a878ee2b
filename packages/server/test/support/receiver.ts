/** Whoever gets webhooks: a real HTTP server that remembers what came and answers as the test says. */

import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import { text } from 'node:stream/consumers';
import type { Event, NewWebhook, Webhook as WebhookView } from '@partyline/protocol';
import { Webhook } from 'standardwebhooks';
import type { Api } from './api.ts';
import { eventually } from './eventually.ts';
import type { Scope } from './server.ts';

export interface Received {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The status it was answered with; 0 while it is not, or when the connection was broken off. */
  readonly status: number;
}

/** A status, or what is done with the answer. */
export type Reply = number | ((response: ServerResponse) => void);

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** In the order in which they came. */
  readonly received: readonly Received[];
  /** How calls are answered from now on; with 200 at first. */
  answer(choose: (received: Received) => Reply): void;
  /** What was answered with 2xx. */
  taken(): Received[];
  /** Waits until so many were answered with 2xx. */
  untilTaken(count: number, limitMs?: number): Promise<Received[]>;
  /** Closes connections that are kept open for another call. */
  dropIdle(): void;
  stop(): Promise<void>;
}

/** @param tls PEM; without it plain HTTP */
export async function openReceiver(
  scope: Scope,
  tls?: { readonly cert: string; readonly key: string },
): Promise<Receiver> {
  const received: { id: string; headers: Record<string, string>; text: string; status: number }[] = [];
  let choose: (one: Received) => Reply = () => 200;
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const one = { id: headers['webhook-id'] ?? '', headers, text: await text(request), status: 0 };
    received.push(one);
    const reply = choose(one);
    response.on('finish', () => {
      one.status = response.statusCode;
    });
    if (typeof reply === 'number') response.writeHead(reply).end('ok');
    else reply(response);
  };
  const server = tls === undefined ? http.createServer(receive) : https.createServer(tls, receive);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  scope.after(stop);
  const taken = () => received.filter(({ status }) => status >= 200 && status < 300);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port');
  return {
    url: tls === undefined ? `http://127.0.0.1:${address.port}/hook` : `https://localhost:${address.port}/hook`,
    port: address.port,
    received,
    answer(reply) {
      choose = reply;
    },
    taken,
    untilTaken: (count, limitMs) => eventually(taken, ({ length }) => length >= count, limitMs),
    dropIdle: () => server.closeIdleConnections(),
    stop,
  };
}

/** Flags of a server that may post to this machine, and does not wait long between two tries. */
export const hookFlags = ['--webhook-private-addresses=127.0.0.1', '--webhook-retry-seconds=1'];

export const addWebhook = (api: Api, url: string, more: object = {}): Promise<NewWebhook> =>
  api.post('/v1/webhooks', { url, ...more });

export const readWebhook = (api: Api, { id }: Pick<WebhookView, 'id'>): Promise<WebhookView> =>
  api.get(`/v1/webhooks/${id}`);

/** The event that came, as the library of Standard Webhooks verifies it. @throws when a secret did not sign it */
export function verified(received: Received, secret: string): Event {
  const payload = new Webhook(secret).verify(received.text, { ...received.headers });
  if (typeof payload !== 'object' || payload === null) throw new Error(`This is no event: ${received.text}`);
  return JSON.parse(received.text);
}
