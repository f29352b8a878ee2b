/**
 * The websocket a bridge keeps to its host. The newest connection counts. Calls to the bridge are answered by ID; what it tells by itself (states,
 * checkpoints) has no answer.
 */

import type { IncomingMessage, Server } from 'node:http';
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
  connected(): void;
  lost(): void;
  /** `bridge_status` */
  status(state: Fields): void;
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
      else before.socket.close(replaced, JSON.stringify({ command: 'disconnect', status: 'conn_replaced' }));
    }
    socket.on('message', (raw, isBinary) => !isBinary && take(socket, String(raw)));
    socket.on('close', () => lose(socket));
    socket.on('error', (error) => log.debug('the socket of the bridge failed', { reason: error.message }));
    socket.send(JSON.stringify({ command: 'connect', status: 'connected' }));
    listener.connected();
  };

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (addressed(request).pathname !== path || !isAuthorized(request, token)) {
      stream.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
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
