/** Other machines: only when the owner says so, behind proxies that the owner named, over TLS from files. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { rawCaller } from '../../../test/support/http.ts';
import { makeCertificate, requireOpenssl } from './support/certificate.ts';
import { startTestServer, temporaryFolder, testToken } from './support/server.ts';

const info = { method: 'GET', path: '/v1/info' };

test('a proxy that the owner named says how the server was called, and by whom', async (t) => {
  const flags = [
    '--remote-access',
    '--host=127.0.0.1',
    '--trusted-proxies=127.0.0.1',
    '--allowed-hosts=chat.example.org',
  ];
  const { running } = await startTestServer(t, { sandbox: false, flags });
  const caller = rawCaller(running.url);
  t.after(() => caller.end());
  const forwarded = {
    host: 'chat.example.org',
    'x-forwarded-host': 'chat.example.org',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.9',
  };
  const { server, endpoints } = JSON.parse((await caller.send({ ...info, headers: forwarded })).text);
  assert.equal(server.base_url, 'https://chat.example.org');
  assert.equal(server.remote_access, true);
  assert.equal(endpoints.oauth.token_endpoint, 'https://chat.example.org/oauth/token');
  assert.equal(endpoints.ws_events, 'wss://chat.example.org/v1/ws');
  const withPort = { ...forwarded, 'x-forwarded-port': '8443' };
  const { issuer } = JSON.parse(
    (await caller.send({ method: 'GET', path: '/.well-known/oauth-authorization-server', headers: withPort })).text,
  );
  assert.equal(issuer, 'https://chat.example.org:8443');

  // A page that is rebound to this machine looks like the proxy; neither name of its may be foreign.
  for (const names of [
    { host: 'rebound.example', 'x-forwarded-host': 'localhost' },
    { host: 'localhost', 'x-forwarded-host': 'rebound.example' },
  ])
    assert.equal((await caller.send({ ...info, headers: names })).status, 403);

  // Its own pages may post there, by the name that people use.
  const origin = 'https://chat.example.org';
  const own = await caller.send({ ...info, headers: { ...forwarded, origin } });
  assert.equal(own.status, 200);
  const foreign = await caller.send({ ...info, headers: { ...forwarded, origin: 'https://evil.example' } });
  assert.equal(foreign.status, 403);

  // Addresses behind the proxy are counted one by one.
  const start = (address: string) =>
    caller.send({
      method: 'POST',
      path: '/v1/app/setup/start',
      headers: { ...forwarded, 'x-forwarded-for': address },
    });
  for (let calls = 0; calls < 120; calls++) assert.equal((await start('203.0.113.9')).status, 200);
  assert.equal((await start('203.0.113.9')).status, 429);
  assert.equal((await start('203.0.113.10')).status, 200);
});

test('from anybody else such headers mean nothing', async (t) => {
  const { running } = await startTestServer(t, { sandbox: false, flags: ['--host=127.0.0.1'] });
  const caller = rawCaller(running.url);
  t.after(() => caller.end());
  const { host } = new URL(running.url);
  const headers = { host, 'x-forwarded-host': 'chat.example.org', 'x-forwarded-proto': 'https' };
  const { server } = JSON.parse((await caller.send({ ...info, headers })).text);
  assert.deepEqual([server.base_url, server.remote_access], [running.url, false]);
});

test('remote access listens on every address, and says so', async (t) => {
  const { running } = await startTestServer(t, { sandbox: false, flags: ['--remote-access'] });
  const { port } = new URL(running.url);
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  for (const address of ['127.0.0.1', '[::1]', ...others.slice(0, 1)]) {
    const response = await fetch(`http://${address}:${port}/v1/info`);
    const { server } = (await response.json()) as { server: { remote_access: boolean; base_url: string } };
    assert.deepEqual([server.remote_access, server.base_url], [true, `http://${address}:${port}`]);
  }
});

test('settings that mean nothing alone are refused in words', async (t) => {
  const start = (flags: string[], env = {}) => startTestServer(t, { sandbox: false, flags, env });
  await assert.rejects(start(['--trusted-proxies=127.0.0.1']), /trustedProxies means nothing without remoteAccess/);
  await assert.rejects(start(['--tls-cert=x.pem']), /tlsCert and tlsKey need each other/);
  await assert.rejects(start(['--tls-cert=/none.pem', '--tls-key=/none.pem']), /cannot be used: .*none\.pem/);
  await assert.rejects(start(['--owner-email=me@example.org']), /smtpURL and ownerEmail need each other/);
  const env = { PARTYLINE_SMTP_URL: 'https://mail.example.org' };
  await assert.rejects(start(['--owner-email=me@example.org'], env), /smtpURL must be an address/);
});

test('with a certificate the server speaks https, and its cookies are for TLS alone', {
  skip: requireOpenssl(),
}, async (t) => {
  const folder = temporaryFolder(t);
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  makeCertificate(cert, key);
  const flags = [`--tls-cert=${cert}`, `--tls-key=${key}`];
  const { running } = await startTestServer(t, { sandbox: false, flags });
  assert.match(running.url, /^https:\/\/localhost:\d+$/);
  const call = (path: string, method = 'GET', headers: Record<string, string> = {}, body?: string) =>
    new Promise<{ status: number; text: string; cookies: readonly string[] }>((resolve, reject) => {
      const outgoing = request(new URL(path, running.url), { method, headers, ca: readFileSync(cert) }, (response) => {
        const cookies = response.headers['set-cookie'] ?? [];
        text(response).then((read) => resolve({ status: response.statusCode ?? 0, text: read, cookies }), reject);
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  const { server } = JSON.parse((await call('/v1/info')).text);
  assert.equal(server.base_url, running.url);
  assert.equal((await call('/v1/accounts', 'GET', { authorization: `Bearer ${testToken}` })).status, 200);
  const passphrase = 'four words nobody joins';
  const claimed = await call(
    new URL(running.claimURL ?? '').pathname,
    'POST',
    { origin: running.url, 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({ passphrase, again: passphrase }).toString(),
  );
  assert.equal(claimed.status, 200);
  assert.match(
    claimed.cookies[0] ?? '',
    /^__Host-partyline-session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Secure;/,
  );
});
