/** Refresh tokens, and how long everything lasts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimedBrowser, letIn, postForm, register, statusWith } from '../../../test/support/sign-in.ts';
import { openTokens } from '../src/auth/token-desk.ts';
import { tamper } from './support/data-folder.ts';
import { startTestServer } from './support/server.ts';

const both = { grant_types: ['authorization_code', 'refresh_token'] };

const refresh = (url: string, token: unknown, more: Record<string, string> = {}) =>
  postForm(url, '/oauth/token', { grant_type: 'refresh_token', refresh_token: String(token), ...more });

test('a refresh token gives new tokens once; used again it ends all of them', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { url } = server.running;
  const { client, body } = await letIn(await claimedBrowser(t, server), url, both);
  assert.equal(body['expires_in'], 3_600);
  const wrongProgram = await register(url, both);
  const mixedUp = await refresh(url, body['refresh_token'], { client_id: wrongProgram.client_id });
  assert.equal(mixedUp.body['error'], 'invalid_grant');
  const narrow = await refresh(url, body['refresh_token'], { client_id: client.client_id, scope: 'read' });
  assert.deepEqual([narrow.status, narrow.body['scope']], [200, 'read']);
  assert.notEqual(narrow.body['refresh_token'], body['refresh_token']);
  const wide = await refresh(url, narrow.body['refresh_token']);
  assert.equal(wide.body['scope'], 'read write');
  assert.equal(await statusWith(url, wide.body['access_token']), 200);

  assert.equal((await refresh(url, body['refresh_token'])).body['error'], 'invalid_grant');
  for (const token of [body, narrow.body, wide.body].map((answer) => answer['access_token']))
    assert.equal(await statusWith(url, token), 401);
  assert.equal((await refresh(url, wide.body['refresh_token'])).body['error'], 'invalid_grant');
});

test('of two refreshes at once one wins, and then nobody has anything', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { url } = server.running;
  const { body } = await letIn(await claimedBrowser(t, server), url, both);
  const replies = await Promise.all([refresh(url, body['refresh_token']), refresh(url, body['refresh_token'])]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 400]);
  const winner = replies.find(({ status }) => status === 200);
  assert.equal(await statusWith(url, winner?.body['access_token']), 401);
});

test('revoking either token, by the program or by the owner, ends the sign-in', async (t) => {
  const server = await startTestServer(t, { sandbox: false });
  const { url } = server.running;
  const browser = await claimedBrowser(t, server);
  for (const which of ['access_token', 'refresh_token']) {
    const { body } = await letIn(browser, url, both);
    await postForm(url, '/oauth/revoke', { token: String(body[which]) });
    assert.equal(await statusWith(url, body['access_token']), 401);
    assert.equal((await refresh(url, body['refresh_token'])).body['error'], 'invalid_grant');
  }
  const { body } = await letIn(browser, url, { ...both, client_name: 'Notes' });
  const desk = await openTokens(server.dataDir);
  t.after(() => desk.close());
  assert.equal(await desk.revoke('Notes'), 1);
  assert.equal((await refresh(url, body['refresh_token'])).body['error'], 'invalid_grant');
});

test('what was granted lasts over a restart, for as long as the settings say', async (t) => {
  const flags = ['--refreshed-token-minutes=2', '--refresh-token-days=1', '--access-token-hours=3'];
  const server = await startTestServer(t, { sandbox: false, flags });
  const browser = await claimedBrowser(t, server);
  const refreshable = await letIn(browser, server.running.url, both);
  const plain = await letIn(browser, server.running.url);
  assert.deepEqual([refreshable.body['expires_in'], plain.body['expires_in']], [120, 3 * 3_600]);
  assert.equal(plain.body['refresh_token'], undefined);
  const again = await server.restart();
  assert.equal(again.running.claimURL, undefined);
  const { url } = again.running;
  assert.equal(await statusWith(url, plain.body['access_token']), 200);
  const next = await refresh(url, refreshable.body['refresh_token']);
  assert.equal(next.status, 200);
  tamper(again.dataDir, 'update refresh_tokens set expires_at = 1');
  assert.equal((await refresh(url, next.body['refresh_token'])).body['error'], 'invalid_grant');
});
