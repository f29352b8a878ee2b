import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startChildServer } from './support/child.ts';
import {
  answer,
  command,
  connectedAccount,
  readLogin,
  startLogin,
  submitStep,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer, temporaryFolder } from './support/server.ts';

const milliseconds = async (work: Promise<unknown>) => {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
};

test('SIGTERM ends the server within 5 s, with a login that is waited on and a connector that loops', async (t) => {
  const dataDir = temporaryFolder(t);
  const server = await startChildServer(t, dataDir);
  const { accountID } = await connectedAccount(server.api, 'frozen');
  const session = await answer(server.api, await startLogin(server.api, 'slow'), { seconds: '600' });
  const waiting = submitStep(server.api, session, 'wait', { type: 'display_and_wait' });
  await command(server.api, accountID, { fault: 'loop' });
  const contacts = server.api.call('GET', `/v1/accounts/${accountID}/contacts?query=echo`).catch(() => undefined);
  const ended = server.end('SIGTERM');
  assert.ok((await milliseconds(ended)) < 5_000);
  assert.equal(await ended, 0, server.output());
  const { status, text } = await waiting;
  assert.equal(status, 503, text);
  await contacts;
  assert.equal(existsSync(join(dataDir, 'server.json')), false);

  // The session was left open, and is taken up by the next server.
  const next = await startChildServer(t, dataDir);
  assert.equal((await readLogin(next.api, session)).status, 'waiting_for_display');
  await untilStatus(next.api, accountID, 'connected');
});

test('a server with nothing to wait for ends at once', async (t) => {
  const { running, api } = await startTestServer(t);
  await connectedAccount(api, 'calm');
  assert.ok((await milliseconds(running.close())) < 2_900, 'before the time for answers under way is over');
});

test('a server ends within 5 s while its connector is in a long pause after crashes', async (t) => {
  const { running, api } = await startTestServer(t, {
    env: { PARTYLINE_SANDBOX_CONFIG: '{"unknown":true}' },
    flags: ['--retry-seconds=60'],
  });
  // With such a configuration the connector cannot be made: every try is a crash, and pauses grow.
  for (let crash = 0; crash < 3; crash++) {
    const { body } = await api.call<{ status: string }>('POST', '/v1/bridges/local-sandbox/login-sessions', {});
    assert.equal(body.status, 'failed');
  }
  assert.ok((await milliseconds(running.close())) < 1_000);
});

test('a server that ends takes no new calls', async (t) => {
  const { running, api } = await startTestServer(t);
  await connectedAccount(api, 'draining');
  const closing = running.close();
  await assert.rejects(fetch(`${running.url}/health/ready`));
  await closing;
});

test('kill -9 leaves no lock behind', async (t) => {
  const dataDir = temporaryFolder(t);
  const first = await startChildServer(t, dataDir);
  await first.end('SIGKILL');
  assert.equal(existsSync(join(dataDir, 'server.json')), true, 'it could not clean up');
  const second = await startChildServer(t, dataDir);
  assert.notEqual(second.pid, first.pid);
  assert.equal((await fetch(`${second.url}/health/ready`)).status, 200);
});
