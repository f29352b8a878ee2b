/** Signing in with the authorization code flow, as the official command line and MCP clients do it (client-expectations.md, 2.3; auth.md, 3). */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  approvedCode,
  authorizePath,
  Browser,
  claimedBrowser,
  exchange,
  letIn,
  passphrase,
  pkce,
  postForm,
  redirected,
  redirectURI,
  register,
  statusWith,
} from '../../../test/support/sign-in.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after }, { sandbox: false });
const { url } = server.running;
const browser = await claimedBrowser({ after }, server);

const json = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(new URL(path, url), init);
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
};

test('the official command line signs in: register, browser, token, and the calls that follow', async () => {
  const info = await json('/v1/info');
  assert.equal(info.status, 200);
  // A server that somebody owns wants a token; the command line takes that as "unknown" and goes on.
  assert.equal((await json('/v1/app/setup')).status, 401);
  const registered = await json('/oauth/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Beeper CLI/1' },
    body: JSON.stringify({
      client_name: 'Beeper CLI',
      redirect_uris: ['http://127.0.0.1:51234/callback'],
      scope: 'read write',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    }),
  });
  assert.equal(registered.status, 201);
  const client = registered.body as Record<string, string> & { redirect_uris: string[]; client_id: string };
  assert.equal(client['authorization_endpoint'], `${url}/oauth/authorize`);
  assert.equal(client['token_endpoint'], `${url}/oauth/token`);
  assert.equal(typeof client['client_id_issued_at'], 'number');
  assert.equal(client['scope'], 'read write');

  const proof = pkce();
  const shown = await browser.open(authorizePath(client, proof, { scope: 'read write' }));
  assert.equal(shown.status, 200);
  assert.match(shown.text, /Beeper CLI/);
  assert.match(shown.text, /127\.0\.0\.1:51234/);
  const back = redirected(await browser.answer(shown, { decision: 'allow', write: 'yes' }));
  assert.equal(back.origin + back.pathname, 'http://127.0.0.1:51234/callback');
  assert.equal(back.searchParams.get('state'), 'the state');
  assert.equal(back.searchParams.get('iss'), url);
  const { status, headers, body } = await exchange(url, client, proof, back.searchParams.get('code') ?? '');
  assert.equal(status, 200);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual(
    { ...body, access_token: undefined },
    {
      access_token: undefined,
      token_type: 'Bearer',
      // It never refreshes, so a year.
      expires_in: 365 * 24 * 3_600,
      scope: 'read write',
    },
  );

  const authorization = `Bearer ${body['access_token']}`;
  const setup = await json('/v1/app/setup', { headers: { authorization } });
  assert.equal((setup.body as { state: string }).state, 'ready');
  assert.deepEqual((await json('/v1/accounts', { headers: { authorization } })).body, []);

  const logout = await postForm(url, '/oauth/revoke', {
    token: String(body['access_token']),
    token_type_hint: 'access_token',
  });
  assert.deepEqual([logout.status, logout.body], [200, {}]);
  assert.equal(await statusWith(url, body['access_token']), 401);
});

test('the port of a loopback redirect may be another, the rest may not', async () => {
  const client = await register(url);
  const open = (redirect_uri: string) => browser.open(authorizePath(client, pkce(), { redirect_uri }));
  assert.equal((await open('http://127.0.0.1:50001/callback')).status, 200);
  for (const wrong of [
    'http://127.0.0.1:50001/other',
    'http://localhost:50001/callback',
    'https://127.0.0.1:50001/callback',
    'http://127.0.0.1:50001/callback?more=1',
    'http://127.0.0.1:50001/callback#fragment',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1:50001@evil.example/callback',
    'https://evil.example/callback',
  ]) {
    const reply = await open(wrong);
    assert.deepEqual([reply.status, reply.headers.location], [400, undefined], wrong);
    assert.match(reply.headers['content-type'] ?? '', /^text\/html/);
  }
});

test('only redirects that stay on this machine, or that the owner named, can be registered', async (t) => {
  const named = 'https://app.example.org/oauth?from=partyline';
  const other = await startTestServer(t, { sandbox: false, flags: [`--redirect-uris=${named}`] });
  const at = async (redirect: string) => {
    const response = await fetch(new URL('/oauth/register', other.running.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'x', redirect_uris: [redirect] }),
    });
    const { error } = (await response.json()) as { error?: string };
    return error ?? response.status;
  };
  for (const good of [
    'http://127.0.0.1/cb',
    'http://[::1]:8080/cb',
    'http://localhost:3000/cb?x=1',
    'https://localhost/cb',
    'com.example.app:/oauth',
    'cursor://anysphere.cursor-retrieval/oauth/callback',
    named,
  ])
    assert.equal(await at(good), 201, good);
  for (const wrong of [
    'https://app.example.org/oauth',
    'https://app.example.org/oauth?from=partyline&more=1',
    'http://app.example.org/oauth',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'http://127.0.0.1/cb#x',
    'http://user@127.0.0.1/cb',
    'http:\\\\127.0.0.1\\cb',
    'http://127.0.0.1.example/cb',
    'com.example.app:/oauth\r\nx: y',
    'not an address',
    '',
  ])
    assert.equal(await at(wrong), 'invalid_client_metadata', wrong);
});

test('what is wrong with a request is told to the program once it is known where it listens', async () => {
  const client = await register(url);
  const answerTo = async (more: Record<string, string>) => {
    const back = redirected(await browser.open(authorizePath(client, pkce(), more)));
    assert.equal(back.origin + back.pathname, redirectURI);
    assert.equal(back.searchParams.get('state'), 'the state');
    assert.equal(back.searchParams.get('code'), null);
    return back.searchParams.get('error');
  };
  assert.equal(await answerTo({ response_type: 'token' }), 'unsupported_response_type');
  assert.equal(await answerTo({ code_challenge_method: 'plain' }), 'invalid_request');
  assert.equal(await answerTo({ code_challenge: '' }), 'invalid_request');
  assert.equal(await answerTo({ code_challenge: 'short' }), 'invalid_request');
  assert.equal(await answerTo({ scope: 'admin' }), 'invalid_scope');
  assert.equal(await answerTo({ resource: 'https://other.example/mcp' }), 'invalid_target');
  assert.equal((await browser.open(authorizePath(client, pkce(), { resource: `${url}/v0/mcp` }))).status, 200);
  assert.equal((await browser.open(authorizePath({ ...client, client_id: 'unknown' }, pkce()))).status, 400);
  const twice = await browser.open(`${authorizePath(client, pkce())}&redirect_uri=https://evil.example`);
  assert.deepEqual([twice.status, twice.headers.location], [400, undefined]);
});

test('the owner can refuse, and can let a program read only', async () => {
  const client = await register(url);
  const refused = await browser.answer(await browser.open(authorizePath(client, pkce())), { decision: 'deny' });
  assert.equal(redirected(refused).searchParams.get('error'), 'access_denied');

  const proof = pkce();
  const shown = await browser.open(authorizePath(client, proof));
  const code = redirected(await browser.answer(shown, { decision: 'allow' })).searchParams.get('code') ?? '';
  const { body } = await exchange(url, client, proof, code);
  assert.equal(body['scope'], 'read');
  assert.equal(await statusWith(url, body['access_token']), 200);
  assert.equal(await statusWith(url, body['access_token'], '/v1/labels', 'POST'), 403);
});

test('a program that asks for writing alone may read too, and gets no more than it registered for', async () => {
  const reader = await register(url, { scope: 'read' });
  const proof = pkce();
  const code = await approvedCode(browser, authorizePath(reader, proof, { scope: 'read write' }));
  assert.equal((await exchange(url, reader, proof, code)).body['scope'], 'read');
  const client = await register(url);
  const code2 = await approvedCode(browser, authorizePath(client, proof, { scope: 'write' }));
  assert.equal((await exchange(url, client, proof, code2)).body['scope'], 'read write');
});

test('the token endpoint takes JSON, and does without client_id and redirect_uri as the contract does', async () => {
  const client = await register(url);
  const proof = pkce();
  const code = await approvedCode(browser, authorizePath(client, proof));
  const { status, body } = await json('/oauth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'authorization_code', code, code_verifier: proof.verifier }),
  });
  assert.equal(status, 200);
  assert.equal(await statusWith(url, (body as { access_token: string }).access_token), 200);
});

test('token requests that cannot be are refused in the words of OAuth', async () => {
  const error = async (fields: Record<string, string>) => {
    const { status, body } = await postForm(url, '/oauth/token', fields);
    assert.equal(status, 400);
    return body['error'];
  };
  assert.equal(await error({}), 'invalid_request');
  assert.equal(await error({ grant_type: 'password' }), 'unsupported_grant_type');
  assert.equal(await error({ grant_type: 'authorization_code' }), 'invalid_request');
  const made = { grant_type: 'authorization_code', code: 'x', code_verifier: 'y' };
  assert.equal(await error(made), 'invalid_grant');
  assert.equal(await error({ ...made, client_id: 'unknown' }), 'invalid_client');
  const response = await fetch(new URL('/oauth/token', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=authorization_code&code=a&code=b&code_verifier=c',
  });
  assert.equal(((await response.json()) as { error: string }).error, 'invalid_request');
});

test('introspection and userinfo say what a token is', async () => {
  const { client, body } = await letIn(browser, url);
  const token = String(body['access_token']);
  const facts = (await postForm(url, '/oauth/introspect', { token })).body as Record<string, unknown>;
  const [iat, exp] = [Number(facts['iat']), Number(facts['exp'])];
  assert.equal(exp - iat, body['expires_in']);
  assert.deepEqual(
    { ...facts, client: Object(facts['client']).id, app: Object(facts['app']).name },
    {
      active: true,
      scope: 'read write',
      token_type: 'Bearer',
      sub: facts['sub'],
      iss: url,
      aud: client.client_id,
      client_id: client.client_id,
      iat,
      nbf: iat,
      exp,
      client: client.client_id,
      app: 'Partyline',
    },
  );
  const userinfo = await json('/oauth/userinfo', { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual(userinfo.body, {
    sub: facts['sub'],
    scope: 'read write',
    token_use: 'access',
    iat,
    exp,
    aud: client.client_id,
    client_id: client.client_id,
  });
  const refused = await json('/oauth/userinfo');
  assert.equal(refused.status, 401);
  assert.deepEqual((await postForm(url, '/oauth/introspect', { token: 'unknown' })).body, { active: false });
  assert.equal((await postForm(url, '/oauth/introspect', {})).status, 400);
  assert.equal((await postForm(url, '/oauth/revoke', { token: 'unknown' })).status, 200);
});

test('the discovery documents lead to everything, from any page, and a 401 leads to them', async () => {
  const foreign = { headers: { origin: 'https://somewhere.example' } };
  const { headers, body } = await json('/.well-known/oauth-authorization-server', foreign);
  assert.equal(headers.get('access-control-allow-origin'), '*');
  const document = body as Record<string, unknown>;
  assert.equal(document['issuer'], url);
  assert.deepEqual(document['code_challenge_methods_supported'], ['S256']);
  assert.deepEqual(document['token_endpoint_auth_methods_supported'], ['none']);
  for (const [name, address] of Object.entries(document).filter(([key]) => key.endsWith('_endpoint')))
    assert.notEqual((await fetch(String(address), { method: 'OPTIONS' })).status, 404, name);
  const refusal = await fetch(new URL('/v1/accounts', url));
  const metadata = /resource_metadata="([^"]+)"/.exec(refusal.headers.get('www-authenticate') ?? '')?.[1];
  assert.equal(metadata, `${url}/.well-known/oauth-protected-resource`);
  for (const path of ['', '/v0/mcp', '/v1']) {
    const resource = (await json(`/.well-known/oauth-protected-resource${path}`, foreign)).body;
    assert.deepEqual(Object(resource).authorization_servers, [url]);
    assert.equal(Object(resource).resource, `${url}${path}`);
  }
  // Programs compare it with the address they called.
  const elsewhere = await fetch(`${url.replace('localhost', '127.0.0.1')}/.well-known/oauth-authorization-server`);
  assert.equal(Object(await elsewhere.json()).issuer, url.replace('localhost', '127.0.0.1'));
});

test('without a session the page asks for the passphrase and signs in', async (t) => {
  const stranger = new Browser(t, url);
  const client = await register(url);
  const proof = pkce();
  const shown = await stranger.open(authorizePath(client, proof));
  assert.match(shown.text, /type="password"/);
  const wrong = await stranger.answer(shown, { decision: 'allow', passphrase: 'not this one at all' });
  assert.equal(wrong.status, 403);
  assert.match(wrong.text, /This is not the passphrase/);
  const none = await stranger.answer(wrong, { decision: 'allow' });
  assert.equal(none.status, 403);
  const back = redirected(await stranger.answer(none, { decision: 'allow', passphrase, write: 'yes' }));
  assert.equal((await exchange(url, client, proof, back.searchParams.get('code') ?? '')).status, 200);
  const again = await stranger.open(authorizePath(client, pkce()));
  assert.doesNotMatch(again.text, /type="password"/);
});
