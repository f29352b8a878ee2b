import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf } from './support/database.ts';
import {
  command,
  connectedAccount,
  listAccounts,
  readAccount,
  signIn,
  switchAccount,
  untilStatus,
} from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

test('contract 10: IDs are stable: accounts come back after a restart in their order, and connect by themselves', async (t) => {
  const server = await startTestServer(t);
  const before = [];
  for (const username of ['one', 'two', 'three']) before.push(await connectedAccount(server.api, username));
  const { api } = await server.restart();
  for (const { accountID } of before) await untilStatus(api, accountID, 'connected');
  assert.deepEqual(await listAccounts(api), before);
});

test('an account that is switched off stays off over a restart', async (t) => {
  const server = await startTestServer(t);
  const { accountID } = await connectedAccount(server.api, 'off');
  await switchAccount(server.api, accountID, true);
  const { api } = await server.restart();
  assert.equal((await readAccount(api, accountID)).status, 'disabled');
  const say = await api.call('POST', `/v1/accounts/${accountID}/sandbox`, { say: { contact: 'echo', text: 'x' } });
  assert.match(say.text, /not connected/);
  await switchAccount(api, accountID, false);
  await untilStatus(api, accountID, 'connected');
});

test('contract 4: status never lies: who must sign in again is not tried again after a restart', async (t) => {
  const server = await startTestServer(t);
  const { accountID } = await signIn(server.api, 'signed-out', { status: 'signed_out' });
  const before = await untilStatus(server.api, accountID, 'reconnect_required');
  const events = eventsOf(server.dataDir, accountID).length;
  const { api, dataDir } = await server.restart();
  // Something else connects: whatever the start does has begun.
  await connectedAccount(api, 'another');
  assert.deepEqual(await readAccount(api, accountID), before);
  assert.equal(eventsOf(dataDir, accountID).length, events);
});

test('contract 4: status never lies: an account whose network is switched off says so, and comes back with it', async (t) => {
  const server = await startTestServer(t);
  const { accountID } = await connectedAccount(server.api, 'orphan');
  const without = await server.restart({ sandbox: false });
  const account = await readAccount(without.api, accountID);
  assert.equal(account.status, 'connection_required');
  assert.match(account.statusText ?? '', /not switched on.*Switch it on in the settings/);
  assert.equal((await without.api.call('GET', '/v1/bridges/local-sandbox')).status, 404);
  assert.equal((await without.api.call('POST', `/v1/accounts/${accountID}/sandbox`, { fault: 'none' })).status, 404);
  const again = await without.restart({ sandbox: true });
  await untilStatus(again.api, accountID, 'connected');
});

test('an account of a network that is switched off can be removed', async (t) => {
  const server = await startTestServer(t);
  const { accountID } = await connectedAccount(server.api, 'unwanted');
  const { api } = await server.restart({ sandbox: false });
  assert.equal((await api.call('DELETE', `/v1/accounts/${accountID}`)).status, 204);
  assert.deepEqual(await listAccounts(api), []);
});

test('a status that a command asked for is not remembered by the network, and the account connects', async (t) => {
  const server = await startTestServer(t);
  const { accountID } = await connectedAccount(server.api, 'was-blocked');
  await command(server.api, accountID, { status: 'blocked' });
  await untilStatus(server.api, accountID, 'attention_required');
  const { api } = await server.restart();
  await untilStatus(api, accountID, 'connected');
});
