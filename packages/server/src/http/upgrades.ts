/** Requests to upgrade, led through the same gates as all others: they are routed like a plain GET, and a route may then take the connection over. */

import { type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { Socket } from 'node:net';
import type { Upgrade } from '../stream/sockets.ts';

const waiting = new WeakMap<IncomingMessage, Upgrade & { readonly response: ServerResponse }>();

/** Anything else that a client would like to upgrade to, such as `h2c`, is answered as if it had not asked (RFC 9110, section 7.8). */
export const isWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

export function routeUpgrades(server: Server | SecureServer, onRequest: RequestListener): void {
  server.on('upgrade', (request, socket, head) => {
    // Node looks after the connection no more: one that breaks off must not throw.
    socket.on('error', () => socket.destroy());
    if (!(socket instanceof Socket)) {
      socket.destroy();
      return;
    }
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => socket.destroySoon());
    waiting.set(request, { request, socket, head, response });
    onRequest(request, response);
  });
}

/** Takes the connection of a request over; nothing is answered to it any more. @returns undefined when it was not one to upgrade */
export function takeOver(request: IncomingMessage): Upgrade | undefined {
  const upgrade = waiting.get(request);
  if (upgrade === undefined) return undefined;
  if (upgrade.socket instanceof Socket) upgrade.response.detachSocket(upgrade.socket);
  return upgrade;
}
