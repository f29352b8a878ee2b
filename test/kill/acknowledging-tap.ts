/**
 * Stands between an IRC server and the account. It knows which lines were delivered; and since the connector answers a PING only after
 * everything before it is committed, it knows from the answers to its own PINGs which of them were acknowledged.
 */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface AcknowledgingTap {
  readonly host: string;
  readonly port: number;
  readonly delivered: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
  /** Resolves when a numbered text has been delivered over a connection that was made from now on, or is open. */
  nextDelivery(): Promise<void>;
  /** Resolves when everything delivered over the open connection is acknowledged. */
  settled(): Promise<void>;
  end(): Promise<void>;
}

const askEveryMs = 40;

/** @param textOf the numbered text of a line from the server, if it has one */
export async function startAcknowledgingTap(
  server: { readonly host: string; readonly port: number },
  textOf: (line: string) => string | undefined,
): Promise<AcknowledgingTap> {
  const delivered = new Set<string>();
  const acknowledged = new Set<string>();
  const clients = new Set<Socket>();
  const watchers = new Set<() => void>();
  const open = new Set<{ waiting: number }>();
  let asked = 0;

  const listener = createServer((client) => {
    const upstream = connect(server.port, server.host);
    /** Delivered after the last question. */
    let fresh: string[] = [];
    const questions = new Map<string, readonly string[]>();
    const state = { waiting: 0 };
    open.add(state);
    clients.add(client);
    eachLine(upstream, (line) => {
      client.write(`${line}\n`, 'latin1');
      const text = textOf(line);
      if (text === undefined) return;
      delivered.add(text);
      fresh.push(text);
      state.waiting++;
      for (const watcher of watchers) watcher();
    });
    eachLine(client, (line) => {
      const token = /^PONG :?(tap-\d+)\r?$/.exec(line)?.[1];
      const settled = token === undefined ? undefined : questions.get(token);
      if (token === undefined || settled === undefined) {
        upstream.write(`${line}\n`, 'latin1');
        return;
      }
      questions.delete(token);
      for (const text of settled) acknowledged.add(text);
      state.waiting -= settled.length;
      for (const watcher of watchers) watcher();
    });
    const timer = setInterval(() => {
      if (fresh.length === 0) return;
      const token = `tap-${++asked}`;
      questions.set(token, fresh);
      fresh = [];
      client.write(`PING :${token}\r\n`);
    }, askEveryMs);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        open.delete(state);
        clients.delete(client);
        other.destroy();
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const watcher = () => {
        if (!fits()) return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      watcher();
    });
  return {
    host: '127.0.0.1',
    port: address.port,
    delivered,
    acknowledged,
    nextDelivery() {
      const before = delivered.size;
      return until(() => delivered.size > before);
    },
    settled: () => until(() => open.size === 1 && [...open].every(({ waiting }) => waiting === 0)),
    async end() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Whole lines without their `\n`. Bytes pass unchanged: latin1 maps each byte to one character and back. */
function eachLine(from: Socket, take: (line: string) => void): void {
  let rest = '';
  from.setEncoding('latin1');
  from.on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}
