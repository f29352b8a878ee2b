/** All WebSocket connections: the handshake, pings, and their end when the server stops. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { beeperVersion } from '@partyline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Caller } from '../auth/tokens.ts';
import { type SocketParts, serveSocket, type Visit } from './socket.ts';
import type { Visitors } from './visitors.ts';

/** A request to upgrade that Node handed over. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** What a connection is told. */
export type SeenEvents = Pick<SocketParts, 'feed' | 'typing' | 'resolveChatID'>;

export interface Sockets {
  accept(upgrade: Upgrade, caller: Caller, visit: Visit, seen: SeenEvents): void;
  /** Says goodbye to everybody (1000), and resolves when they are gone. Takes nobody any more. */
  close(): Promise<void>;
}

export interface SocketsParts extends Pick<SocketParts, 'bufferBytes' | 'slowMs'> {
  readonly visitors: Visitors;
  /** A peer that leaves one ping unanswered until the next is dead. */
  readonly pingMs: number;
}

const maxInboundBytes = 64 * 1024;
const goodbyeMs = 1_000;
const expelledCode = 1008;

export function createSockets({ visitors, pingMs, ...parts }: SocketsParts): Sockets {
  const silent = new WeakSet<WebSocket>();
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxInboundBytes,
  });
  server.on('headers', (headers) => headers.push(`X-Beeper-Desktop-Version: ${beeperVersion}`));

  const pings = setInterval(() => {
    for (const ws of server.clients) {
      if (silent.has(ws)) ws.terminate();
      silent.add(ws);
      if (ws.readyState === ws.OPEN) ws.ping();
    }
  }, pingMs).unref();

  return {
    accept({ request, socket, head }, { owner, tokenID }, visit, seen) {
      server.handleUpgrade(request, socket, head, (ws) => {
        const heard = () => void silent.delete(ws);
        ws.on('pong', heard);
        ws.on('message', heard);
        const leave = visitors.add({ tokenID, expel: () => ws.close(expelledCode, 'the token no longer counts') });
        ws.on('close', leave);
        serveSocket({ ...parts, ...seen, ws, link: socket, owner, ...visit });
      });
    },
    async close() {
      clearInterval(pings);
      // Refuses later handshakes with 503.
      const closed = new Promise((resolve) => server.close(resolve));
      for (const ws of server.clients) ws.close(1000, 'the server stops');
      await Promise.race([closed, delay(goodbyeMs, undefined, { ref: false })]);
      for (const ws of server.clients) ws.terminate();
      await closed;
    },
  };
}
