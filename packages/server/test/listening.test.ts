import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import type { Info } from '@partyline/protocol';
import { listen } from '../src/http/listen.ts';
import { readServerFile } from '../src/store/data-folder.ts';
import { type Scope, startTestServer } from './support/server.ts';

const hasIPv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ family, internal }) => family === 'IPv6' && internal),
);

/** Takes a port, or finds it taken. */
async function occupy(scope: Scope, port: number, host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(port, host);
  scope.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

test('both loopback families answer on one port', {
  skip: !hasIPv6 && 'this machine has no IPv6 loopback',
}, async (t) => {
  const { running } = await startTestServer(t, { sandbox: false });
  const { port } = new URL(running.url);
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const response = await fetch(`http://${host}:${port}/v1/info`);
    assert.equal(response.status, 200, host);
    const info: Info = JSON.parse(await response.text());
    assert.equal(info.server.port, Number(port));
  }
  assert.deepEqual(running.urls, [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);
});

test('a host that was set is the only one that answers', async (t) => {
  const { running } = await startTestServer(t, { sandbox: false, flags: ['--host=127.0.0.1'] });
  const { port } = new URL(running.url);
  assert.equal(running.url, `http://127.0.0.1:${port}`);
  await assert.rejects(fetch(`http://[::1]:${port}/health/live`));
});

test('the default port moves up when it is taken, in either family', async (t) => {
  const first = await listen('localhost', undefined);
  t.after(() => first.close(0));
  const second = await listen('localhost', undefined);
  t.after(() => second.close(0));
  assert.ok(first.port >= 23373 && second.port > first.port && second.port <= 23392, `${first.port} ${second.port}`);
  if (!hasIPv6 || second.port > 23390) return;
  await occupy(t, second.port + 1, '::1');
  const third = await listen('localhost', undefined);
  t.after(() => third.close(0));
  assert.ok(third.port > second.port + 1, String(third.port));
});

test('a given port that is taken is refused in words', async (t) => {
  const port = await occupy(t, 0);
  await assert.rejects(startTestServer(t, { sandbox: false, flags: [`--port=${port}`] }), {
    message: `Port ${port} is taken. Stop what uses it, or choose another with --port.`,
  });
});

test('an address of another machine is refused in words', async () => {
  await assert.rejects(listen('192.0.2.1', 0), {
    message: '192.0.2.1 is not an address of this machine. Check --host.',
  });
});

test('a server that could not start leaves the folder free for the next', async (t) => {
  const port = await occupy(t, 0);
  const server = await startTestServer(t, { sandbox: false });
  await server.running.close();
  const { dataDir } = server;
  await assert.rejects(startTestServer(t, { dataDir, sandbox: false, flags: [`--port=${port}`] }));
  await startTestServer(t, { dataDir, sandbox: false });
});

test('two servers on one folder: the second refuses and names the first', async (t) => {
  const { running, dataDir } = await startTestServer(t, { sandbox: false });
  await assert.rejects(startTestServer(t, { dataDir, sandbox: false }), (error: Error) => {
    assert.match(error.message, new RegExp(`Another Partyline \\(process ${process.pid}, at ${running.url}\\)`));
    assert.match(error.message, /--data-dir/);
    return true;
  });
  assert.deepEqual(await (await fetch(`${running.url}/health/live`)).json(), { status: 'live' });
});

test('a running server tells other programs where it is, and no longer when it ended', async (t) => {
  const { running, dataDir } = await startTestServer(t, { sandbox: false });
  const file = readServerFile(dataDir);
  assert.equal(file?.pid, process.pid);
  assert.equal(file?.url, running.url);
  await running.close();
  assert.equal(readServerFile(dataDir), undefined);
});

test('health and metrics need no token', async (t) => {
  const { running } = await startTestServer(t, { sandbox: false });
  const at = async (path: string) => {
    const response = await fetch(`${running.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  assert.deepEqual(await at('/health/live'), { status: 200, text: '{"status":"live"}' });
  assert.deepEqual(await at('/health/ready'), { status: 200, text: '{"status":"ready"}' });
  assert.equal((await at('/v1/info')).status, 200);
  const metrics = await at('/metrics');
  assert.equal(metrics.status, 200);
  const lines = metrics.text.split('\n');
  assert.ok(lines.includes('partyline_http_requests_total{method="GET",route="/v1/info",status="200"} 1'));
  assert.ok(lines.some((line) => line.startsWith('process_cpu_seconds_total ')));
});
