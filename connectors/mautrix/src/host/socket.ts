/**
 * The websocket a bridge keeps to its host. The newest connection counts. Calls to the bridge are answered by ID; what it tells by itself (states,
 * checkpoints) has no answer.
 */

import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '@partyline/connector';
import type { Fields } from '@partyline/matrix-content';
import { type WebSocket, WebSocketServer } from 'ws';
import { readFrame } from './frames.ts';
import { addressed, isAuthorized } from './http-host.ts';

export interface BridgeSocket {
  isConnected(): boolean;
  /** @throws SocketLost when there is no connection, or it ends before the answer; BridgeRefusal when the bridge says no */
  call(frame: Fields & { readonly command: string }, signal?: AbortSignal): Promise<Fields>;
  close(): void;
}

export interface SocketListener {
  /** Nobody is connected any more, or somebody else than before. */
  lost(): void;
  /** `bridge_status` */
  status(state: Fields): void;
  /** A connection over which nothing comes for so long is dead; undefined: it cannot be, since both ends are here. */
  readonly silenceLimitMs?: number;
}

/** Nobody answers. `sent`: the bridge may have got it. */
export class SocketLost extends Error {
  override readonly name = 'SocketLost';
  readonly sent: boolean;

  constructor(sent: boolean) {
    super('The bridge is not connected.');
    this.sent = sent;
  }
}

export class BridgeRefusal extends Error {
  override readonly name = 'BridgeRefusal';
}

const path = '/_matrix/client/unstable/fi.mau.as_sync';
const maxFrameBytes = 64 * 1024 * 1024;
/** Another process took the bridge's place. */
const replaced = 4001;

interface Pending {
  resolve(data: Fields): void;
  reject(error: Error): void;
}

export function serveSocket(server: Server, token: string, listener: SocketListener, log: Log): BridgeSocket {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  const pending = new Map<number, Pending>();
  let current: { readonly socket: WebSocket; readonly process: string } | undefined;
  let lastID = 0;

  const lose = (socket: WebSocket) => {
    if (current?.socket !== socket) return;
    current = undefined;
    for (const { reject } of pending.values()) reject(new SocketLost(true));
    pending.clear();
    listener.lost();
  };

  const take = (socket: WebSocket, raw: string) => {
    const frame = readFrame(raw);
    if (frame === undefined) return log.warn('the bridge sent a frame that cannot be read');
    switch (frame.kind) {
      case 'answer':
        pending.get(frame.id)?.resolve(frame.data);
        pending.delete(frame.id);
        return;
      case 'failure':
        pending.get(frame.id)?.reject(new BridgeRefusal(frame.message));
        pending.delete(frame.id);
        return;
      case 'call':
        return serve(socket, frame);
    }
  };

  const serve = (
    socket: WebSocket,
    { id, command, data }: { id: number | undefined; command: string; data: Fields },
  ) => {
    const reply = (answer: Fields) => id !== undefined && socket.send(JSON.stringify({ id, ...answer }));
    switch (command) {
      case 'bridge_status':
        listener.status(data);
        return reply({ command: 'response', data: {} });
      case 'ping':
        return reply({ command: 'response', data: { timestamp: Date.now() } });
      case 'message_checkpoint':
        return reply({ command: 'response', data: {} });
      default:
        log.debug('the bridge sent a command that is unknown', { command });
        return reply({ command: 'error', data: { code: 'M_UNRECOGNIZED', message: 'unknown command' } });
    }
  };

  const welcome = (socket: WebSocket, process: string) => {
    const before = current;
    current = { socket, process };
    if (before !== undefined) {
      for (const { reject } of pending.values()) reject(new SocketLost(true));
      pending.clear();
      // The same process has only come back: a close for good would end it.
      if (before.process === process) before.socket.terminate();
      else {
        before.socket.close(replaced, JSON.stringify({ command: 'disconnect', status: 'conn_replaced' }));
        log.warn('another process of the bridge has taken the place of the one before');
        listener.lost();
      }
    }
    // One that was replaced has nothing more to say.
    socket.on('message', (raw, isBinary) => !isBinary && current?.socket === socket && take(socket, String(raw)));
    if (listener.silenceLimitMs !== undefined) endWhenSilent(socket, listener.silenceLimitMs);
    socket.on('close', () => lose(socket));
    socket.on('error', (error) => log.debug('the socket of the bridge failed', { reason: error.message }));
    socket.send(JSON.stringify({ command: 'connect', status: 'connected' }));
  };

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Whoever knocks may be gone before the answer.
    stream.on('error', () => stream.destroy());
    if (!isAuthorized(request, token)) return refuse(stream, 401, 'M_UNKNOWN_TOKEN', 'Unknown token');
    if (addressed(request).pathname !== path) return refuse(stream, 404, 'M_UNRECOGNIZED', 'Unrecognized request');
    const process = String(request.headers['x-mautrix-process-id'] ?? '');
    sockets.handleUpgrade(request, stream, head, (socket) => welcome(socket, process));
  });

  return {
    isConnected: () => current !== undefined,
    async call(frame, signal) {
      if (current === undefined) throw new SocketLost(false);
      const id = ++lastID;
      const answer = Promise.withResolvers<Fields>();
      pending.set(id, answer);
      const abort = () => answer.reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        current.socket.send(JSON.stringify({ id, ...frame }));
        return await answer.promise;
      } finally {
        pending.delete(id);
        signal?.removeEventListener('abort', abort);
      }
    },
    close() {
      current?.socket.terminate();
      sockets.close();
    },
  };
}

/** Bridges log what the body says. */
function refuse(stream: Duplex, status: 401 | 404, errcode: string, error: string): void {
  const body = JSON.stringify({ errcode, error });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A cable that is pulled tells nobody: the other end is made to answer. */
function endWhenSilent(socket: WebSocket, limitMs: number): void {
  const dead = setTimeout(() => socket.terminate(), limitMs);
  const asking = setInterval(() => socket.ping(), limitMs / 3);
  for (const sign of ['message', 'ping', 'pong'] as const) socket.on(sign, () => dead.refresh());
  socket.once('close', () => {
    clearTimeout(dead);
    clearInterval(asking);
  });
}
