/** A server in front of another one, which it resembles but for what a test changes: it lacks calls, or loses answers. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Scope } from './sandboxed.ts';

export interface Relay {
  readonly url: string;
  /** Breaks all connections. */
  cut(): void;
}

export interface RelayRules {
  /** Calls that are not there. */
  readonly lacks?: RegExp;
  /** Called when an answer is there, before it is passed on; true: it is lost. */
  loses?(call: IncomingMessage): Promise<boolean>;
}

export async function relay(t: Scope, to: string, rules: RelayRules = {}): Promise<Relay> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  const server = createServer((call, answer) => {
    const { method, url: path = '', headers } = call;
    if (rules.lacks?.test(path) === true) {
      answer.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not found","code":"NOT_FOUND"}');
      return;
    }
    const onward = request({ hostname, port, method, path, headers: { ...headers, host: `${hostname}:${port}` } });
    onward.on('error', () => call.destroy());
    onward.on('response', async (response) => {
      if ((await rules.loses?.(call)) === true) {
        call.destroy();
        return;
      }
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on('error', () => call.destroy());
      response.pipe(answer);
    });
    call.pipe(onward);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (call, socket: Socket, head: Buffer) => {
    const onward = connect(Number(port), hostname);
    const headers = Object.entries({ ...call.headers, host: `${hostname}:${port}` });
    onward.write(
      `GET ${call.url} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`,
    );
    onward.write(head);
    onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.pipe(socket).pipe(onward);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(async () => {
    cut();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port');
  return { url: `http://127.0.0.1:${address.port}`, cut };
}
