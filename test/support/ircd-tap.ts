/** A wire tap between an IRC client and a server: forwards every line, and can ask the client a question the server did not ask. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Tap {
  readonly host: string;
  readonly port: number;
  /** Every line each client sent, oldest first, all connections together. */
  readonly fromClients: readonly string[];
  /** Connections open on both sides. */
  readonly open: number;
  /** Sends a PING to every client; whether one of them answered within `limitMs` (2 s). The server does not see the answer. */
  ping(limitMs?: number): Promise<boolean>;
  /** Sends a line to every client as if the server had. */
  inject(line: string): void;
  end(): Promise<void>;
}

export async function startTap(server: { readonly host: string; readonly port: number }): Promise<Tap> {
  const clients = new Set<Socket>();
  const fromClients: string[] = [];
  const answers = new Map<string, () => void>();
  let asked = 0;
  const listener = createServer((client) => {
    const upstream = connect(server.port, server.host);
    clients.add(client);
    forwardLines(client, upstream, (line) => {
      fromClients.push(line);
      const answer = answers.get(/^PONG :?(tap-\d+)$/.exec(line)?.[1] ?? '');
      answer?.();
      return answer === undefined;
    });
    forwardLines(upstream, client, () => true);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => {});
      socket.on('close', () => {
        clients.delete(client);
        other.destroySoon();
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const inject = (line: string) => {
    for (const client of clients) client.write(`${line}\r\n`);
  };
  return {
    host: '127.0.0.1',
    port: address.port,
    fromClients,
    get open() {
      return clients.size;
    },
    inject,
    ping: (limitMs = 2000) => {
      asked += 1;
      const token = `tap-${asked}`;
      return new Promise((resolve) => {
        const settle = (answered: boolean) => {
          clearTimeout(limit);
          answers.delete(token);
          resolve(answered);
        };
        const limit = setTimeout(settle, limitMs, false);
        answers.set(token, () => settle(true));
        inject(`PING :${token}`);
      });
    },
    end: async () => {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Whole lines only, so that an injected one never lands inside another. `keep` says whether to pass a line on. */
function forwardLines(from: Socket, to: Socket, keep: (line: string) => boolean): void {
  let rest = '';
  // Bytes pass unchanged: latin1 maps each byte to one character and back.
  from.setEncoding('latin1');
  from.on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (keep(line.replace(/\r$/, ''))) to.write(`${line}\n`, 'latin1');
    }
  });
}
