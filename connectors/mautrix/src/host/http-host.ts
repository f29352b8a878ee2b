/**
 * The homeserver's side of HTTP, for one bridge. It checks the token, finds the route and writes the answer; an unknown route is
 * logged once with its shape.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '@partyline/connector';
import { type Fields, fields } from '@partyline/matrix-content';
import type { Identities } from '../identities.ts';
import { MatrixError } from './matrix-error.ts';
import { createRouter, type Route, shapeOf } from './router.ts';

export interface HttpHostParts {
  readonly routes: readonly Route[];
  readonly identities: Identities;
  /** What the bridge must show. */
  readonly token: string;
  readonly door: Door;
  readonly log: Log;
}

/** Where a bridge finds its host; port 0 lets the system pick. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

export interface HttpHost {
  readonly port: number;
  readonly server: Server;
  close(): Promise<void>;
}

/** A batch of history is some hundred messages. */
const maxBodyBytes = 64 * 1024 * 1024;

export async function startHttpHost(parts: HttpHostParts): Promise<HttpHost> {
  const route = createRouter(parts.routes);
  const unknown = new Set<string>();

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Fields | readonly unknown[] | undefined> => {
    const { pathname, searchParams } = addressed(request);
    const method = request.method ?? 'GET';
    if (!isAuthorized(request, parts.token)) throw new MatrixError(401, 'M_UNKNOWN_TOKEN', 'Unknown token');
    const found = route(method, pathname);
    if (found === undefined) {
      const shape = `${method} ${shapeOf(pathname)}`;
      if (!unknown.has(shape)) parts.log.warn('the bridge asked for something unknown', { route: shape });
      unknown.add(shape);
      throw new MatrixError(404, 'M_UNRECOGNIZED', 'Unrecognized request');
    }
    const actor = searchParams.get('user_id') ?? parts.identities.bot;
    if (!parts.identities.mayActAs(actor)) throw new MatrixError(403, 'M_EXCLUSIVE', 'Not a user of this bridge');
    return found.route.handle({
      actor,
      query: searchParams,
      path: (name) => found.values.get(name) ?? '',
      body: () => readBody(request),
      request,
      response,
    });
  };

  const server = createServer((request, response) => {
    answer(request, response)
      .then((body) => body !== undefined && write(response, 200, body))
      .catch((error: unknown) => {
        const refusal = error instanceof MatrixError ? error : unable(error);
        if (refusal.status === 503)
          parts.log.error('a request of the bridge could not be stored', { reason: refusal.message });
        write(response, refusal.status, { errcode: refusal.code, error: refusal.message });
      });
  });
  // Bridges keep long polls open; they have limits of their own.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(unableToListen(parts.door, error)));
    server.listen(parts.door.port, parts.door.host, resolve);
  });
  // It serves for as long as the thread has something else to do.
  server.unref();
  return {
    server,
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether the request bears the token; compared in constant time. */
export function isAuthorized(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(token));
}

export function addressed(request: IncomingMessage): { pathname: string; searchParams: URLSearchParams } {
  // Not `new URL`: it would resolve dots within IDs.
  const [pathname = '', query = ''] = (request.url ?? '').split('?');
  return { pathname, searchParams: new URLSearchParams(query) };
}

async function readBody(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) throw new MatrixError(413, 'M_TOO_LARGE', 'The request is too large');
    chunks.push(bytes);
  }
  if (size === 0) return {};
  try {
    return fields(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    throw new MatrixError(400, 'M_NOT_JSON', 'The request is not JSON');
  }
}

function write(response: ServerResponse, status: number, body: Fields | readonly unknown[]): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The bridge repeats what could not be stored now, and gives up on any other failure. */
function unable(error: unknown): MatrixError {
  return new MatrixError(503, 'M_UNKNOWN', error instanceof Error ? error.message : String(error));
}

function unableToListen({ host, port }: Door, error: Error): Error {
  const code = 'code' in error ? error.code : undefined;
  const reason =
    code === 'EADDRINUSE'
      ? 'another program has this port'
      : code === 'EADDRNOTAVAIL'
        ? 'this machine has no such address'
        : error.message;
  return new Error(`Partyline cannot wait for the bridge at ${host} port ${port}: ${reason}.`);
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The host of the bridge has no port');
  return address.port;
}
