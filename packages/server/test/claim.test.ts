/** The first start: the owner makes the server theirs with the link that only the terminal shows. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorizePath, Browser, claimedBrowser, passphrase, pkce, register } from '../../../test/support/sign-in.ts';
import { openTokens } from '../src/auth/token-desk.ts';
import { filesWith } from './support/database.ts';
import { startTestServer } from './support/server.ts';

test('the link works once; whoever comes later finds the server taken', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { url, claimURL } = server.running;
  const { pathname } = new URL(claimURL ?? 'none:');
  assert.ok(claimURL?.startsWith(`${url}/claim/`));
  const browser = new Browser(t, url);
  // Looking at it, as programs do with links, uses nothing up.
  for (let looks = 0; looks < 2; looks++) assert.equal((await browser.open(pathname)).status, 200);
  const both = await Promise.all(
    ['one passphrase of two', 'the other one of two'].map((text) =>
      new Browser(t, url).post(pathname, { passphrase: text, again: text }),
    ),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 422]);
  assert.equal((await browser.open(pathname)).status, 404);
  assert.equal((await browser.post(pathname, { passphrase, again: passphrase })).status, 404);
});

test('a passphrase that is too weak, or not the same twice, changes nothing', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const browser = new Browser(t, server.running.url);
  const { pathname } = new URL(server.running.claimURL ?? 'none:');
  for (const [text, again, said] of [
    ['short', 'short', /at least 12 characters/],
    ['aaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa', /at least 5 different/],
    [passphrase, `${passphrase}x`, /not the same/],
    ['', '', /at least 12/],
  ] as const) {
    const reply = await browser.post(pathname, { passphrase: text, again });
    assert.equal(reply.status, 422);
    assert.match(reply.text, said);
    assert.equal(browser.cookies.size, 0);
  }
  assert.equal((await browser.post(pathname, { passphrase, again: passphrase })).status, 200);
});

test('no other page can claim the server, and no guess', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const browser = new Browser(t, server.running.url);
  const { pathname } = new URL(server.running.claimURL ?? 'none:');
  const fields = { passphrase, again: passphrase };
  for (const origin of ['http://localhost:1', 'https://evil.example', 'null'])
    assert.equal((await browser.post(pathname, fields, { origin })).status, 403, origin);
  assert.equal((await browser.post('/claim/guess', fields)).status, 404);
  assert.equal((await browser.open('/claim/guess')).status, 404);
});

test('the passphrase and the sessions are nowhere in the data folder, and the server stays claimed', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const browser = await claimedBrowser(t, server);
  const [session = ''] = browser.cookies.values();
  assert.equal(session.length, 43);
  const again = await server.restart();
  assert.equal(again.running.claimURL, undefined);
  await again.running.close();
  for (const secret of [passphrase, session]) assert.deepEqual(filesWith(server.dataDir, secret), []);
});

test('a server that nobody claimed lets no program in, and shows another link at its next start', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const browser = new Browser(t, server.running.url);
  const client = await register(server.running.url);
  const page = await browser.open(authorizePath(client, pkce()));
  assert.equal(page.status, 400);
  assert.match(page.text, /has no owner yet/);
  const again = await server.restart();
  assert.notEqual(new URL(again.running.claimURL ?? 'none:').pathname, new URL(server.running.claimURL ?? '').pathname);
});

test('an owner who forgot the passphrase, and has the data folder, chooses another', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const browser = await claimedBrowser(t, server);
  const desk = await openTokens(server.dataDir);
  assert.deepEqual([await desk.forgetPassphrase(), await desk.forgetPassphrase()], [true, false]);
  await desk.close();
  const client = await register(server.running.url);
  assert.match((await browser.open(authorizePath(client, pkce()))).text, /has no owner yet/);
  const again = await server.restart();
  const other = await claimedBrowser(t, again);
  assert.equal((await other.open(authorizePath(client, pkce()))).status, 200);
});
