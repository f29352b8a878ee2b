/** Bridges that run elsewhere and dial in. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { JsonObject } from '@partyline/connector';
import { addRemoteBridge, readSettings, resetBridge, startServer } from '@partyline/server';
import { WebSocket } from 'ws';
import { freePort } from '../../../test/support/free-ports.ts';
import { type Api, apiOf, eventually } from './api.ts';
import { account, chats, messages } from './hosting.ts';
import { startNetwork } from './network.ts';
import { startRemoteDouble } from './remote-double.ts';
import type { Scope } from './scope.ts';

const token = 'token-of-the-bridge-tests';

function folderOf(scope: Scope): string {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-remote-'));
  scope.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

async function serve(scope: Scope, dataDir: string) {
  const level = process.env['TEST_LOG'] ?? 'silent';
  const argv = ['--port=0', `--data-dir=${dataDir}`, `--log-level=${level}`, '--retry-seconds=1'];
  const server = await startServer(readSettings({ argv, env: { PARTYLINE_ACCESS_TOKEN: token } }));
  scope.after(() => server.close());
  return { api: apiOf(server.url, token), close: () => server.close() };
}

interface Offered {
  readonly id: string;
  readonly provider: string;
  readonly type: string;
  readonly displayName: string;
}

const offered = async ({ get }: Api) => (await get<{ items: Offered[] }>('/v1/bridges')).items;
const isOffered = (all: readonly Offered[]) => all.some(({ id }) => id === 'sh-double');

/** @returns the account's ID */
async function signIn(api: Api): Promise<string> {
  const sessions = '/v1/bridges/sh-double/login-sessions';
  const begun = await api.post<{ loginSessionID: string; currentStep: { stepID: string } }>(sessions, {
    flowID: 'password',
  });
  const step = `${sessions}/${begun.loginSessionID}/steps/${begun.currentStep.stepID}`;
  const fields = { username: 'ann', password: 'secret' };
  const { accountID } = await api.post<{ accountID: string }>(step, { type: 'user_input', fields });
  await account({ api }, accountID, ({ status }) => status === 'connected');
  return accountID;
}

async function announced(scope: Scope) {
  const dataDir = folderOf(scope);
  const wishes = { type: 'double', port: await freePort(), address: undefined, host: '127.0.0.1' };
  const { config, address, bridgeID } = await addRemoteBridge(dataDir, wishes);
  assert.equal(bridgeID, 'sh-double');
  return { dataDir, wishes, config, address, network: await startNetwork(scope) };
}

test('a bridge elsewhere is offered once it has dialled in, and carries messages both ways', async (t) => {
  const { dataDir, config, network } = await announced(t);
  const kept = join(dataDir, 'bridge-data', 'sh-double');
  assert.equal(statSync(join(kept, 'remote.json')).mode & 0o777, 0o600);
  assert.equal(statSync(kept).mode & 0o777, 0o700);
  let server = await serve(t, dataDir);
  assert.equal(isOffered(await offered(server.api)), false);

  const bridge = startRemoteDouble(t, folderOf(t), config, network.url);
  const all = await eventually(() => offered(server.api), isOffered);
  const { provider, type, displayName } = all.find(({ id }) => id === 'sh-double') ?? {};
  assert.deepEqual({ provider, type, displayName }, { provider: 'self-hosted', type: 'double', displayName: 'Double' });
  const accountID = await signIn(server.api);
  assert.match(accountID, /^sh-double_/);
  network.happen('ann', { kind: 'message', id: '1', sender: 'bob', text: 'Hi', chat: { id: 'bob' } });
  const [chat] = await chats(server, (some) => some.length === 1);
  await messages(server, chat?.id ?? '', (some) => some[0]?.text === 'Hi');
  await server.api.post(`/v1/chats/${encodeURIComponent(chat?.id ?? '')}/messages`, { text: 'Hello' });
  await eventually(
    () => network.arrived,
    ({ length }) => length === 1,
  );
  assert.equal(statSync(join(kept, 'host.db')).mode & 0o777, 0o600);

  // What was learnt is kept: it is offered from the start on, and the account says what is missing.
  await server.close();
  await bridge.end();
  server = await serve(t, dataDir);
  assert.equal(isOffered(await offered(server.api)), true);
  const lost = await account(server, accountID, ({ status }) => status === 'disconnected');
  assert.match(lost.statusText ?? '', /runs elsewhere and has not dialled in at 127\.0\.0\.1 port \d+\. Start it/);
});

test('an account is disconnected while its bridge is away, and well again when it is back', async (t) => {
  const { dataDir, config, network } = await announced(t);
  const { api } = await serve(t, dataDir);
  const own = folderOf(t);
  const bridge = startRemoteDouble(t, own, config, network.url);
  await eventually(() => offered(api), isOffered);
  const accountID = await signIn(api);
  await bridge.end();
  const lost = await account({ api }, accountID, ({ status }) => status === 'disconnected');
  assert.match(lost.statusText ?? '', /runs elsewhere/);
  network.happen('ann', { kind: 'message', id: '1', sender: 'bob', text: 'Meanwhile', chat: { id: 'bob' } });
  startRemoteDouble(t, own, config, network.url);
  await account({ api }, accountID, ({ status }) => status === 'connected');
  const [chat] = await chats({ api }, (some) => some.length === 1);
  await messages({ api }, chat?.id ?? '', (some) => some[0]?.text === 'Meanwhile');
});

test('a second bridge takes the place of the first, which ends for good', async (t) => {
  const { dataDir, config, network } = await announced(t);
  const { api } = await serve(t, dataDir);
  const own = folderOf(t);
  const first = startRemoteDouble(t, own, config, network.url);
  await eventually(() => offered(api), isOffered);
  const accountID = await signIn(api);
  const exited = once(first.process, 'exit');
  const second = startRemoteDouble(t, own, config, network.url);
  assert.deepEqual(await exited, [0, null]);
  await account({ api }, accountID, ({ status }) => status === 'connected');
  network.happen('ann', { kind: 'message', id: '1', sender: 'bob', text: 'Still here', chat: { id: 'bob' } });
  const [chat] = await chats({ api }, (some) => some.length === 1);
  await messages({ api }, chat?.id ?? '', (some) => some[0]?.text === 'Still here');
  assert.equal(second.process.exitCode, null);
});

test('who has not the token is refused, by HTTP and by websocket, and disturbs nobody', async (t) => {
  const { dataDir, config, address, network } = await announced(t);
  const { api } = await serve(t, dataDir);
  startRemoteDouble(t, folderOf(t), config, network.url);
  await eventually(() => offered(api), isOffered);
  const accountID = await signIn(api);
  for (const authorization of ['Bearer wrong', `Bearer ${token}`, '']) {
    const headers = { authorization };
    const answer = await fetch(`${address}/_matrix/client/v3/account/whoami`, { headers });
    assert.equal(answer.status, 401);
    assert.deepEqual(await answer.json(), { errcode: 'M_UNKNOWN_TOKEN', error: 'Unknown token' });
    const url = `${address.replace('http', 'ws')}/_matrix/client/unstable/fi.mau.as_sync`;
    const socket = new WebSocket(url, { headers });
    const [, response] = await once(socket, 'unexpected-response');
    assert.equal(response.statusCode, 401);
    socket.on('error', () => {});
    socket.terminate();
  }
  const [{ status } = { status: 'gone' }] = await api.get<{ status: string }[]>('/v1/accounts');
  assert.equal(status, 'connected', accountID);
});

test('a port that another program has is said so, and the server starts', async (t) => {
  const { dataDir, wishes, config, network } = await announced(t);
  let server = await serve(t, dataDir);
  startRemoteDouble(t, folderOf(t), config, network.url);
  await eventually(() => offered(server.api), isOffered);
  const accountID = await signIn(server.api);
  await server.close();
  const other = createServer().listen(wishes.port, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  server = await serve(t, dataDir);
  const lost = await account(server, accountID, ({ status }) => status === 'disconnected');
  assert.match(
    lost.statusText ?? '',
    /cannot wait for the bridge at 127\.0\.0\.1 port \d+: another program has this port/,
  );
});

test('announced again it keeps its tokens; reset, it gets others, and its accounts sign in again', async (t) => {
  const { dataDir, wishes, config, network } = await announced(t);
  const again = await addRemoteBridge(dataDir, { ...wishes, address: 'https://chat.example.org/double' });
  assert.equal(again.isNew, false);
  assert.deepEqual(tokenOf(again.config), tokenOf(config));
  assert.equal(sectionOf(again.config, 'homeserver')['address'], 'https://chat.example.org/double');
  assert.match(again.yaml, /^homeserver:\n {2}address: "https:\/\/chat\.example\.org\/double"$/m);
  assert.match(again.yaml, /^ {2}permissions:\n {4}"@owner:partyline\.internal": "admin"$/m);
  const { address } = await addRemoteBridge(dataDir, wishes);
  assert.equal(address, `http://127.0.0.1:${wishes.port}`);
  const other = addRemoteBridge(dataDir, { ...wishes, type: 'other' });
  await assert.rejects(other, /Port \d+ is that of sh-double/);
  await assert.rejects(addRemoteBridge(dataDir, { ...wishes, type: '../x' }), /cannot be a bridge's name/);

  let server = await serve(t, dataDir);
  const first = startRemoteDouble(t, folderOf(t), config, network.url);
  await eventually(() => offered(server.api), isOffered);
  const accountID = await signIn(server.api);
  await assert.rejects(resetBridge(dataDir, 'sh-double'), /Stop it first, then reset the bridge/);
  await server.close();
  const { announced: renewed } = await resetBridge(dataDir, 'sh-double');
  assert.ok(renewed);
  assert.notEqual(tokenOf(renewed.config), tokenOf(config));
  assert.ok(
    readFileSync(join(dataDir, 'bridge-data', 'sh-double', 'remote.json'), 'utf8').includes(tokenOf(renewed.config)),
  );
  await first.end();
  server = await serve(t, dataDir);
  // As its owner is told: with the new tokens, and without its old database.
  startRemoteDouble(t, folderOf(t), renewed.config, network.url);
  const signedOut = await account(server, accountID, ({ status }) => status === 'reconnect_required');
  assert.match(signedOut.statusText ?? '', /Sign in again/);
});

function sectionOf(config: JsonObject, name: string): JsonObject {
  return Object(config[name]);
}

const tokenOf = (config: JsonObject) => String(sectionOf(config, 'appservice')['as_token']);
