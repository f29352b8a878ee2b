/** A server that says exactly what a test wants, for what no real server can be made to say. One client. */

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface ScriptedServer {
  readonly host: string;
  readonly port: number;
  /** The client's lines, oldest first. */
  readonly received: readonly string[];
  /** Sends bytes; resolves when the socket wants more. */
  write(bytes: Buffer | string): Promise<void>;
  /** The first line from the client, received already or coming, that fits; rejects after `limitMs` (10 s). */
  line(fits: RegExp, limitMs?: number): Promise<string>;
  /** Bytes written that the client has not taken. */
  readonly queued: number;
  end(): Promise<void>;
}

/**
 * @param welcome whether to let the client in at once, as `tester`
 * @param extensions what it offers when it does
 */
export async function startScriptedServer(
  welcome: boolean,
  extensions = 'message-tags server-time',
): Promise<ScriptedServer> {
  const received: string[] = [];
  let waiters: { fits: RegExp; found: (line: string) => void }[] = [];
  let client: Socket | undefined;
  const listener = createServer((socket) => {
    client = socket;
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (line) => {
      received.push(line);
      if (/^PING /.test(line)) socket.write(`:irc.test PONG irc.test ${line.slice(5)}\r\n`);
      if (welcome && /^CAP LS/.test(line)) socket.write(`CAP * LS :${extensions}\r\n`);
      if (welcome && /^CAP REQ/.test(line)) socket.write(`CAP * ACK ${line.slice(8)}\r\n`);
      if (welcome && /^CAP END/.test(line)) socket.write(WELCOME);
      const found = waiters.filter((waiter) => waiter.fits.test(line));
      waiters = waiters.filter((waiter) => !found.includes(waiter));
      for (const waiter of found) waiter.found(line);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    received,
    get queued() {
      return client?.writableLength ?? 0;
    },
    write: async (bytes) => {
      if (client === undefined) throw new Error('nobody is connected');
      if (!client.write(bytes)) await once(client, 'drain');
    },
    line: (fits, limitMs = 10_000) => {
      const earlier = received.find((line) => fits.test(line));
      if (earlier !== undefined) return Promise.resolve(earlier);
      return new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`the client did not say ${fits}`)), limitMs);
        const found = (line: string) => {
          clearTimeout(limit);
          resolve(line);
        };
        waiters.push({ fits, found });
      });
    },
    end: async () => {
      client?.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

export const WELCOME =
  ':irc.test 001 tester :Welcome\r\n:irc.test 005 tester CASEMAPPING=rfc1459 CHANTYPES=#& NETWORK=Scripted :are supported\r\n';
