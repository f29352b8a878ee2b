/** The websocket `fi.mau.as_sync`, from the bridge's side. */

import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Json } from './matrix.ts';

export interface Handlers {
  transaction(events: Json[], ephemeral: Json[]): void;
  provision(method: string, path: string, query: URLSearchParams, body: Json): Promise<{ status: number; body: Json }>;
  connected(): void;
}

export interface Socket {
  readonly opened: Promise<void>;
  tell(command: string, data: Json): void;
  /** The connection breaks; it is made anew. */
  drop(): void;
}

export function connectSocket(config: Json, handlers: Handlers): Socket {
  let current: WebSocket | undefined;
  const opened = Promise.withResolvers<void>();
  const seen = new Set<string>();

  const take = async (socket: WebSocket, frame: Json) => {
    const reply = (command: string, data: Json) =>
      frame.id && socket.send(JSON.stringify({ id: frame.id, command, data }));
    switch (frame.command) {
      case 'transaction':
        if (!seen.has(frame.txn_id)) handlers.transaction(frame.events ?? [], frame.ephemeral ?? []);
        seen.clear();
        seen.add(frame.txn_id);
        return reply('response', { txn_id: frame.txn_id });
      case 'http_proxy': {
        const { method, path, query, headers, body } = frame.data;
        const isAllowed = headers.Authorization?.[0] === `Bearer ${config.provisioning.shared_secret}`;
        const answer = isAllowed
          ? await handlers.provision(method, path, new URLSearchParams(query), body)
          : { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN', error: 'Unknown token' } };
        return reply('response', { ...answer, headers: {} });
      }
      case 'connect':
      case 'response':
        return;
      default:
        return reply('error', { message: 'unknown request type' });
    }
  };

  const keep = async () => {
    for (;;) {
      const socket = new WebSocket(
        `${config.homeserver.address.replace('http', 'ws')}/_matrix/client/unstable/fi.mau.as_sync`,
        {
          headers: {
            authorization: `Bearer ${config.appservice.as_token}`,
            'x-mautrix-process-id': String(process.pid),
            'x-mautrix-websocket-version': '3',
          },
        },
      );
      try {
        await once(socket, 'open');
        current = socket;
        socket.on('message', (raw) => void take(socket, JSON.parse(String(raw))));
        opened.resolve();
        handlers.connected();
        const [code] = await once(socket, 'close');
        if (code === 4001) process.exit(0);
      } catch {
        // Tried again, as bridges do.
      }
      current = undefined;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  void keep();
  return {
    opened: opened.promise,
    tell: (command, data) => current?.send(JSON.stringify({ command, data })),
    drop: () => current?.terminate(),
  };
}
