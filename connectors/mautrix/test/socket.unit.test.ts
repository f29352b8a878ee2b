/** The websocket of a bridge, dialled by the test. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { type SocketListener, serveSocket } from '../src/host/socket.ts';
import type { Scope } from './scope.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function listening(scope: Scope, more: Partial<SocketListener> = {}) {
  const server = createServer();
  const lost = Promise.withResolvers<void>();
  const states: unknown[] = [];
  const listener = { lost: () => lost.resolve(), status: (state: unknown) => void states.push(state), ...more };
  const socket = serveSocket(server, 'secret', listener, silent);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.after(() => {
    socket.close();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const dial = async (process: string, options: object = {}) => {
    const url = `ws://127.0.0.1:${address.port}/_matrix/client/unstable/fi.mau.as_sync`;
    const headers = { authorization: 'Bearer secret', 'x-mautrix-process-id': process };
    const client = new WebSocket(url, { headers, ...options });
    await once(client, 'message');
    return client;
  };
  return { socket, dial, states, lost: lost.promise };
}

test('a connection that answers no more is ended, one that answers stays', async (t) => {
  const { dial, socket, lost } = await listening(t, { silenceLimitMs: 300 });
  const dead = await dial('one', { autoPong: false });
  await lost;
  assert.equal(socket.isConnected(), false);
  assert.equal(dead.readyState === WebSocket.OPEN, false);
  const alive = await dial('one');
  // Twice the limit in pings.
  for (let pings = 0; pings < 6; pings++) await once(alive, 'ping');
  assert.equal(socket.isConnected(), true);
});

test('another process replaces the one before, which has nothing more to say', async (t) => {
  const { dial, lost, states } = await listening(t);
  const first = await dial('one');
  const closed = once(first, 'close');
  const tell = (client: WebSocket, remote_id: string) =>
    client.send(JSON.stringify({ id: 1, command: 'bridge_status', data: { remote_id } }));
  const second = await dial('two');
  tell(first, 'late');
  await lost;
  const [code, reason] = await closed;
  assert.deepEqual([code, JSON.parse(String(reason))], [4001, { command: 'disconnect', status: 'conn_replaced' }]);
  tell(second, 'now');
  await once(second, 'message');
  assert.deepEqual(states, [{ remote_id: 'now' }]);
});

test('the same process that comes back is not told to end', async (t) => {
  const { dial, socket } = await listening(t);
  const first = await dial('one');
  const closed = once(first, 'close');
  await dial('one');
  const [code] = await closed;
  assert.notEqual(code, 4001);
  assert.equal(socket.isConnected(), true);
});
