/** The device flow (RFC 8628): for programs where no browser is. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  Browser,
  claimedBrowser,
  pageSecret,
  passphrase,
  postForm,
  register,
  statusWith,
} from '../../../test/support/sign-in.ts';
import { startTestServer } from './support/server.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';
const server = await startTestServer({ after }, { sandbox: false });
const { url } = server.running;
const browser = await claimedBrowser({ after }, server);

async function begin() {
  const client = await register(url, { client_name: 'Headless box', grant_types: [grant], redirect_uris: [] });
  const { status, body } = await postForm(url, '/oauth/device_authorization', { client_id: client.client_id });
  assert.equal(status, 200);
  const ask = () =>
    postForm(url, '/oauth/token', {
      grant_type: grant,
      client_id: client.client_id,
      device_code: String(body['device_code']),
    });
  return { client, body, ask, userCode: String(body['user_code']) };
}

test('a device waits until the owner typed its code', async () => {
  const { body, ask, userCode } = await begin();
  assert.equal(body['verification_uri'], `${url}/oauth/device`);
  assert.equal(body['verification_uri_complete'], `${url}/oauth/device?user_code=${userCode}`);
  assert.deepEqual([body['expires_in'], body['interval']], [900, 5]);
  assert.equal((await ask()).body['error'], 'authorization_pending');
  assert.equal((await ask()).body['error'], 'slow_down');

  assert.match((await browser.open('/oauth/device')).text, /name="user_code"/);
  const unknown = await browser.open('/oauth/device?user_code=BBBB-BBBB');
  assert.deepEqual([unknown.status, /unknown/.test(unknown.text)], [400, true]);
  // As people type.
  const shown = await browser.open(`/oauth/device?user_code=${userCode.toLowerCase().replace('-', '%20')}`);
  assert.match(shown.text, /Headless box/);
  assert.match(shown.text, new RegExp(userCode));
  const done = await browser.answer(shown, { decision: 'allow', write: 'yes' });
  assert.match(done.text, /It is let in/);

  const granted = await ask();
  assert.equal(granted.status, 200);
  assert.equal(await statusWith(url, granted.body['access_token']), 200);
  assert.equal((await ask()).body['error'], 'invalid_grant');
  assert.equal((await browser.open(`/oauth/device?user_code=${userCode}`)).status, 400);
});

test('a device hears that the owner refused', async () => {
  const { ask, userCode } = await begin();
  const shown = await browser.open(`/oauth/device?user_code=${userCode}`);
  await browser.answer(shown, { decision: 'deny' });
  assert.equal((await ask()).body['error'], 'access_denied');
});

test('a stranger with the code gets nowhere without the passphrase, and a code is for one program', async (t) => {
  const { body, ask, userCode } = await begin();
  const stranger = new Browser(t, url);
  const shown = await stranger.open(`/oauth/device?user_code=${userCode}`);
  const refused = await stranger.post('/oauth/authorize/callback', { page: pageSecret(shown), decision: 'allow' });
  assert.equal(refused.status, 403);
  assert.equal((await ask()).body['error'], 'authorization_pending');
  await stranger.answer(refused, { decision: 'allow', passphrase });
  const other = await register(url, { grant_types: [grant], redirect_uris: [] });
  const stolen = await postForm(url, '/oauth/token', {
    grant_type: grant,
    client_id: other.client_id,
    device_code: String(body['device_code']),
  });
  assert.equal(stolen.body['error'], 'invalid_grant');
  const { body: reader } = await ask();
  assert.equal(reader['scope'], 'read');
});

test('a program that did not register for it is refused', async () => {
  const client = await register(url);
  const { body } = await postForm(url, '/oauth/device_authorization', { client_id: client.client_id });
  assert.equal(body['error'], 'unauthorized_client');
  assert.equal((await postForm(url, '/oauth/device_authorization', {})).body['error'], 'invalid_request');
});
