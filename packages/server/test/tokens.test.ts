import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTokens } from '../src/auth/token-desk.ts';
import { apiOf } from './support/api.ts';
import { filesWith, rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startTestServer, type TestServer, temporaryFolder, testToken } from './support/server.ts';

const withoutFixed = { sandbox: false, env: { PARTYLINE_ACCESS_TOKEN: '' } } as const;

/** The status that a call with this token gets. */
async function statusWith(
  { running }: TestServer,
  token: string,
  method = 'GET',
  path = '/v1/accounts',
): Promise<number> {
  return (await apiOf(running.url, token).call(method, path)).status;
}

test('the first start makes a token, tells it once, and stores only its hash', async (t) => {
  const server = await startTestServer(t, withoutFixed);
  const token = server.running.firstToken ?? '';
  assert.match(token, /^ply_[\w-]{43}$/);
  assert.equal(await statusWith(server, token), 200);
  assert.deepEqual(filesWith(server.dataDir, token), []);
  assert.deepEqual(filesWith(server.dataDir, token.slice('ply_'.length)), []);
  const [row] = rowsOf(server.dataDir, 'select hash from tokens');
  assert.match(String(row?.['hash']), /^[0-9a-f]{64}$/);
  const again = await server.restart();
  assert.equal(again.running.firstToken, undefined);
  assert.equal(await statusWith(again, token), 200);
  assert.deepEqual(filesWith(server.dataDir, token), []);
});

test('PARTYLINE_ACCESS_TOKEN is the first token, and no other is made', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  assert.equal(server.running.firstToken, undefined);
  assert.equal(await statusWith(server, testToken), 200);
  assert.deepEqual(filesWith(server.dataDir, testToken), []);
});

test('PARTYLINE_ACCESS_TOKEN is kept, replaced and revoked from start to start', async (t) => {
  const first = await startTestServer(t, { sandbox: false });
  const ids = () => rowsOf(first.dataDir, 'select id from tokens').map((row) => row['id']);
  const before = ids();
  const same = await first.restart();
  assert.deepEqual(ids(), before);
  const other = 'another-token-of-the-tests';
  const changed = await same.restart({ env: { PARTYLINE_ACCESS_TOKEN: other } });
  assert.equal(await statusWith(changed, testToken), 401);
  assert.equal(await statusWith(changed, other), 200);
  const unset = await changed.restart({ env: { PARTYLINE_ACCESS_TOKEN: '' } });
  assert.equal(await statusWith(unset, other), 401);
  assert.match(unset.running.firstToken ?? '', /^ply_/);
});

test('the token of the first start can be made the fixed one', async (t) => {
  const first = await startTestServer(t, withoutFixed);
  const token = first.running.firstToken ?? '';
  const fixed = await first.restart({ env: { PARTYLINE_ACCESS_TOKEN: token } });
  assert.equal(await statusWith(fixed, token), 200);
});

test('a token revoked by another process stops working within about a second', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const desk = await openTokens(server.dataDir);
  t.after(() => desk.close());
  const { id, token } = await desk.create({ name: 'a program', scopes: ['read'] });
  assert.equal(await statusWith(server, token), 200);
  assert.equal(await desk.revoke(id), 1);
  await eventually(
    () => statusWith(server, token),
    (status) => status === 401,
    4_000,
  );
  assert.equal(await statusWith(server, testToken), 200);
});

test('an expired token is refused as expired, also when it was good a moment ago', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const desk = await openTokens(server.dataDir);
  t.after(() => desk.close());
  const expiresAt = new Date(Date.now() + 1_000);
  const { token } = await desk.create({ name: 'short-lived', scopes: ['read'], expiresAt });
  const api = apiOf(server.running.url, token);
  assert.equal((await api.call('GET', '/v1/accounts')).status, 200);
  // Used until its very end, so that what the server remembers of it is fresh.
  await eventually(
    async () => {
      await api.call('GET', '/v1/accounts');
      return Date.now();
    },
    (now) => now >= expiresAt.getTime(),
  );
  const refusal = await api.call<{ message: string }>('GET', '/v1/accounts');
  assert.equal(refusal.status, 401);
  assert.equal(refusal.body.message, 'Token expired');
  assert.match(refusal.headers.get('www-authenticate') ?? '', /invalid_token/);
});

test('a token does what its scopes say', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const desk = await openTokens(server.dataDir);
  t.after(() => desk.close());
  const { token: reader } = await desk.create({ name: 'reader', scopes: ['read'] });
  const { token: writer } = await desk.create({ name: 'writer', scopes: ['write'] });
  const path = '/v1/bridges/local-irc/login-sessions';
  assert.equal(await statusWith(server, reader), 200);
  assert.equal(await statusWith(server, reader, 'POST', path), 403);
  assert.equal(await statusWith(server, writer), 403);
  assert.equal(await statusWith(server, writer, 'POST', path), 200);
  assert.equal(rowsOf(server.dataDir, 'select id from login_sessions').length, 1);
});

test('the use of a token is noted, and shown in the list', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const desk = await openTokens(server.dataDir);
  t.after(() => desk.close());
  const startedAt = Date.now();
  await desk.create({ name: 'unused', scopes: ['read'] });
  assert.equal(await statusWith(server, testToken), 200);
  const tokens = await eventually(
    () => desk.list(),
    (list) => list.some(({ lastUsedAt }) => lastUsedAt !== undefined),
  );
  assert.deepEqual(
    tokens.map(({ name, scopes, lastUsedAt }) => ({ name, scopes, used: (lastUsedAt?.getTime() ?? 0) >= startedAt })),
    [
      { name: 'PARTYLINE_ACCESS_TOKEN', scopes: ['read', 'write'], used: true },
      { name: 'unused', scopes: ['read'], used: false },
    ],
  );
});

test('tokens of a folder without a database are refused in words', async (t) => {
  await assert.rejects(openTokens(temporaryFolder(t)), /There is no Partyline in .* yet\. Start the server once/);
});
