/** The front door under attack, through the wire. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { rawCaller } from '../../../test/support/http.ts';
import {
  approvedCode,
  authorizePath,
  Browser,
  claimedBrowser,
  exchange,
  formOf,
  letIn,
  pageSecret,
  passphrase,
  pkce,
  postForm,
  redirected,
  register,
  statusWith,
} from '../../../test/support/sign-in.ts';
import { openTokens } from '../src/auth/token-desk.ts';
import { apiOf } from './support/api.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after }, { sandbox: false });
const { url } = server.running;
const browser = await claimedBrowser({ after }, server);

test('a code that is replayed gives nothing, and ends what it was exchanged for', async () => {
  const client = await register(url);
  const proof = pkce();
  const code = await approvedCode(browser, authorizePath(client, proof));
  const first = await exchange(url, client, proof, code);
  assert.equal(await statusWith(url, first.body['access_token']), 200);
  const second = await exchange(url, client, proof, code);
  assert.deepEqual([second.status, second.body['error']], [400, 'invalid_grant']);
  assert.equal(await statusWith(url, first.body['access_token']), 401);
});

test('of twenty who bring a code at once, at most one gets a token, and it does not last', async () => {
  const client = await register(url);
  const proof = pkce();
  const code = await approvedCode(browser, authorizePath(client, proof));
  const replies = await Promise.all(Array.from({ length: 20 }, () => exchange(url, client, proof, code)));
  const good = replies.filter(({ status }) => status === 200);
  assert.equal(good.length, 1);
  assert.equal(await statusWith(url, good[0]?.body['access_token']), 401);
});

test('a code without its verifier is worth nothing, and is spent by the try', async () => {
  const client = await register(url);
  const proof = pkce();
  for (const verifier of [pkce().verifier, proof.challenge, `${proof.verifier}x`, '']) {
    const code = await approvedCode(browser, authorizePath(client, proof));
    assert.equal((await exchange(url, client, { ...proof, verifier }, code)).status, 400);
    if (verifier === '') continue;
    assert.equal((await exchange(url, client, proof, code)).body['error'], 'invalid_grant');
  }
});

test('a code is for the program and the redirect it was made for', async () => {
  const [mine, other] = [await register(url), await register(url, { client_name: 'Other' })];
  const proof = pkce();
  const code = () => approvedCode(browser, authorizePath(mine, proof));
  assert.equal((await exchange(url, other, proof, await code())).body['error'], 'invalid_grant');
  const elsewhere = { redirect_uri: 'http://127.0.0.1:1/callback' };
  assert.equal((await exchange(url, mine, proof, await code(), elsewhere)).body['error'], 'invalid_grant');
  assert.equal((await exchange(url, mine, proof, await code())).status, 200);
});

test('an approval page is good once, and only in the browser it was shown in', async (t) => {
  const client = await register(url);
  const allow = { decision: 'allow', write: 'yes', passphrase };
  const shown = await browser.open(authorizePath(client, pkce()));
  redirected(await browser.answer(shown, allow));
  const again = await browser.answer(shown, allow);
  assert.deepEqual([again.status, again.headers.location], [400, undefined]);

  const stranger = new Browser(t, url);
  const theirs = await stranger.open(authorizePath(client, pkce()));
  const swapped = await browser.answer(theirs, allow);
  assert.deepEqual([swapped.status, swapped.headers.location], [400, undefined]);
  const none = new Browser(t, url);
  const mine = await browser.open(authorizePath(client, pkce()));
  assert.equal((await none.answer(mine, allow)).status, 400);
});

test('no other page can answer an approval, not even one at another port of this machine', async () => {
  const client = await register(url);
  const other = new URL(url);
  other.port = '1';
  const forged: Record<string, string>[] = [
    { origin: other.origin, 'sec-fetch-site': 'same-site' },
    { origin: url.replace('localhost', '127.0.0.1'), 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: url, 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of forged) {
    const page = pageSecret(await browser.open(authorizePath(client, pkce())));
    const reply = await browser.post('/oauth/authorize/callback', { page, decision: 'allow', passphrase }, headers);
    assert.deepEqual([reply.status, reply.headers.location], [403, undefined], headers['origin']);
  }
  // Curl sends no origin, and a browser always does.
  const page = pageSecret(await browser.open(authorizePath(client, pkce())));
  const host = new URL(url).host;
  const caller = rawCaller(url);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const bare = await caller.send({
    method: 'POST',
    path: '/oauth/authorize/callback',
    headers: { host, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: formOf({ page, decision: 'allow' }),
  });
  caller.end();
  assert.equal(bare.status, 403);
});

test('the pages cannot be framed, run nothing, and are not read by pages of other ports', async () => {
  const client = await register(url);
  const page = await browser.open(authorizePath(client, pkce()), { origin: 'http://localhost:1' });
  const policy = String(page.headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /form-action 'self' http:\/\/127\.0\.0\.1:41999;/);
  assert.doesNotMatch(policy, /unsafe|script-src/);
  assert.equal(page.headers['x-frame-options'], 'DENY');
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.equal(page.headers['access-control-allow-origin'], undefined);
});

test('what a program says of itself stays text', async () => {
  const name = '<script>alert(1)</script>"\'><img src=x>';
  const client = await register(url, { client_name: name, client_uri: 'https://x.example/"><b>' });
  const { text } = await browser.open(authorizePath(client, pkce()));
  assert.doesNotMatch(text, /<script|<img|<b>/);
  assert.match(text, /&lt;script&gt;/);
  // Text that turns its surroundings around is not shown.
  const turned = await register(url, { client_name: 'good\u202Elive\u0000 \n x' });
  assert.match((await browser.open(authorizePath(turned, pkce()))).text, /<strong>good live x<\/strong>/);
});

test('a session cookie is kept from scripts, from other sites, and from the answers of programs', async (t) => {
  const stranger = new Browser(t, url);
  const client = await register(url);
  const shown = await stranger.open(authorizePath(client, pkce()));
  const reply = await stranger.answer(shown, { decision: 'allow', passphrase });
  const lines = reply.headers['set-cookie'] ?? [];
  const session = lines.find((line) => line.includes('session='));
  assert.match(session ?? '', /; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  const secret = /=([^;]+)/.exec(session ?? '')?.[1] ?? '';
  // It is no token.
  assert.equal(await statusWith(url, secret), 401);
});

test('tokens in the address are not looked at', async () => {
  const { body } = await letIn(browser, url);
  const token = String(body['access_token']);
  for (const name of ['access_token', 'token', 'dangerouslyUseTokenInQuery']) {
    for (const path of ['/v1/accounts', '/v1/ws', '/v1/assets/serve', '/oauth/userinfo', '/v1/app/setup'])
      assert.equal((await fetch(`${url}${path}?${name}=${token}&url=x`)).status, 401, `${path}?${name}`);
  }
});

test('a foreign name leads nowhere, and a foreign page reaches nothing but the discovery documents', async (t) => {
  const caller = rawCaller(url);
  t.after(() => caller.end());
  const paths = [
    '/oauth/authorize?client_id=x',
    '/oauth/device',
    '/claim/x',
    '/.well-known/oauth-authorization-server',
    '/v1/app/setup',
  ];
  for (const path of paths) {
    const headers = { host: 'rebound.example' };
    assert.equal((await caller.send({ method: 'GET', path, headers })).status, 403, path);
    // Only proxies may say how they were called.
    const forwarded = { host: new URL(url).host, 'x-forwarded-host': 'rebound.example', 'x-forwarded-proto': 'https' };
    const reply = await caller.send({ method: 'GET', path, headers: forwarded });
    assert.doesNotMatch(reply.text, /rebound|https:/, path);
  }
  for (const path of ['/oauth/register', '/oauth/token', '/oauth/introspect', '/oauth/revoke', '/v1/app/setup/start']) {
    const headers = { host: new URL(url).host, origin: 'https://evil.example', 'content-type': 'application/json' };
    const reply = await caller.send({ method: 'POST', path, headers, body: '{}' });
    assert.equal(reply.status, 403, path);
    assert.equal(reply.headers['access-control-allow-origin'], undefined, path);
  }
});

test('the passphrase can be tried ten times in ten minutes', async (t) => {
  const locked = await startTestServer(t, { sandbox: false });
  await claimedBrowser(t, locked);
  const stranger = new Browser(t, locked.running.url);
  const client = await register(locked.running.url);
  let shown = await stranger.open(authorizePath(client, pkce()));
  for (let tries = 0; tries < 10; tries++) {
    shown = await stranger.answer(shown, { decision: 'allow', passphrase: `guess ${tries}` });
    assert.equal(shown.status, 403);
  }
  const limited = await stranger.answer(shown, { decision: 'allow', passphrase });
  assert.equal(limited.status, 429);
  const wait = Number(limited.headers['retry-after']);
  assert.ok(wait > 30 && wait <= 60, String(wait));
});

test('the token endpoint tells a program that asks too often when to come back', async (t) => {
  const busy = await startTestServer(t, { sandbox: false });
  const { client_id } = await register(busy.running.url);
  const ask = (id: string) =>
    fetch(new URL('/oauth/token', busy.running.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formOf({ client_id: id, grant_type: 'refresh_token', refresh_token: 'x' }),
    });
  const replies = await Promise.all(Array.from({ length: 125 }, () => ask(client_id)));
  const limited = replies.filter(({ status }) => status === 429);
  assert.ok(limited.length > 0 && limited.length <= 5, String(limited.length));
  assert.match(limited[0]?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  // Counted for each program by itself.
  assert.equal((await ask('another')).status, 400);
});

test('what asks a network is limited for each token by itself', async (t) => {
  const other = await startTestServer(t, { sandbox: false });
  const desk = await openTokens(other.dataDir);
  t.after(() => desk.close());
  const tokens = await Promise.all(['a', 'b'].map((name) => desk.create({ name, scopes: ['read', 'write'] })));
  const [first, second] = tokens.map(({ token }) => apiOf(other.running.url, token));
  const start = (api = first) => api?.call('POST', '/v1/chats/start', { accountID: 'none', user: { id: 'x' } });
  const statuses = await Promise.all(Array.from({ length: 300 }, async () => (await start())?.status));
  assert.deepEqual(new Set(statuses), new Set([404]));
  const more = await Promise.all(Array.from({ length: 100 }, () => start()));
  const refused = more.find((answer) => answer?.status === 429);
  assert.match(refused?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  assert.equal((await start(second))?.status, 404);
});

test('there is no way around PKCE: not with plain, not without, not by leaving out the verifier', async () => {
  const client = await register(url);
  const proof = pkce();
  for (const more of [
    { code_challenge_method: 'plain', code_challenge: proof.verifier },
    { code_challenge_method: 'plain' },
    { code_challenge_method: 's256' },
    { code_challenge_method: 'S256', code_challenge: '' },
  ]) {
    const back = redirected(await browser.open(authorizePath(client, proof, more)));
    assert.deepEqual([back.searchParams.get('error'), back.searchParams.get('code')], ['invalid_request', null]);
  }
  const code = await approvedCode(browser, authorizePath(client, proof));
  const fields = { grant_type: 'authorization_code', client_id: client.client_id, code };
  assert.equal((await postForm(url, '/oauth/token', fields)).body['error'], 'invalid_request');
});

test('an address that only looks like the one that was registered gets nothing, not even an error', async () => {
  const client = await register(url);
  const own = new URL(client.redirect_uris[0] ?? '');
  for (const redirect of [
    `http://user@${own.host}${own.pathname}`,
    `http://user:pass@${own.host}${own.pathname}`,
    `http://${own.host}@evil.example${own.pathname}`,
    `http://${own.host}\\@evil.example${own.pathname}`,
    `http:\\\\${own.host}${own.pathname}`,
    `${own.href}#`,
    `${own.href}#fragment`,
    `${own.href}?`,
    `${own.href}/../other`,
    `${own.href}%2f..%2fother`,
    ` ${own.href}`,
    `${own.href}\r\nlocation: https://evil.example`,
    `${own.href}\u0000`,
    own.href.toUpperCase(),
    own.href.replace('127.0.0.1', '127.1'),
    own.href.replace('127.0.0.1', '2130706433'),
    own.href.replace('127.0.0.1', '127.0.0.1.'),
    own.href.replace('http:', 'https:'),
    '//evil.example/callback',
    'javascript:alert(1)',
  ]) {
    const reply = await browser.open(authorizePath(client, pkce(), { redirect_uri: redirect }));
    assert.deepEqual([reply.status, reply.headers.location], [400, undefined], redirect);
    assert.doesNotMatch(reply.text, /evil\.example|name="page"/, redirect);
  }
});

test('no more is to be had with a refresh than the owner gave, and the try costs nothing', async () => {
  const client = await register(url, { grant_types: ['authorization_code', 'refresh_token'] });
  const proof = pkce();
  const shown = await browser.open(authorizePath(client, proof));
  const back = redirected(await browser.answer(shown, { decision: 'allow', passphrase }));
  const { body } = await exchange(url, client, proof, back.searchParams.get('code') ?? '');
  assert.equal(body['scope'], 'read');
  const refresh = (scope?: string) =>
    postForm(url, '/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      ...(scope !== undefined && { scope }),
    });
  for (const scope of ['write', 'read write', 'admin'])
    assert.equal((await refresh(scope)).body['error'], 'invalid_scope', scope);
  const { status, body: next } = await refresh();
  assert.deepEqual([status, next['scope']], [200, 'read']);
  assert.equal(await statusWith(url, next['access_token'], '/v1/labels', 'POST'), 403);
});

test('introspection tells of a token to who has it, and of codes, refresh tokens and IDs nothing', async () => {
  const { body } = await letIn(browser, url, { grant_types: ['authorization_code', 'refresh_token'] });
  const active = async (token: unknown) =>
    (await postForm(url, '/oauth/introspect', { token: String(token), token_type_hint: 'access_token' })).body;
  const facts = await active(body['access_token']);
  assert.equal(String(facts['active']), 'true');
  const text = JSON.stringify(facts);
  assert.ok(!text.includes(String(body['access_token'])) && !text.includes(String(body['refresh_token'])));
  for (const token of [body['refresh_token'], facts['sub'], facts['client_id'], `${body['access_token']}x`, ' ', '%'])
    assert.deepEqual(await active(token === ' ' ? 'x' : token), { active: false }, String(token));
  const revoked = await letIn(browser, url);
  await postForm(url, '/oauth/revoke', { token: String(revoked.body['access_token']) });
  assert.deepEqual(await active(revoked.body['access_token']), { active: false });
});

test('a page that was answered is worth nothing after the back button, whichever way it was answered', async () => {
  const client = await register(url);
  for (const decision of ['allow', 'deny']) {
    const shown = await browser.open(authorizePath(client, pkce()));
    const first = redirected(await browser.answer(shown, { decision, passphrase }));
    assert.equal(first.searchParams.has('code'), decision === 'allow');
    for (const again of ['allow', 'deny']) {
      const reply = await browser.answer(shown, { decision: again, passphrase });
      assert.deepEqual([reply.status, reply.headers.location], [400, undefined]);
    }
  }
  // Nor is one whose passphrase was wrong: the next try has a page of its own.
  const stranger = new Browser({ after }, url);
  const shown = await stranger.open(authorizePath(client, pkce()));
  assert.equal((await stranger.answer(shown, { decision: 'allow', passphrase: 'none of the words' })).status, 403);
  assert.equal((await stranger.answer(shown, { decision: 'allow', passphrase })).status, 400);
});

test('the code of a device cannot be guessed: few can be tried, and there are many', async (t) => {
  const other = await startTestServer(t, { sandbox: false });
  const guesser = await claimedBrowser(t, other);
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const { client_id } = await register(other.running.url, { grant_types: [grant], redirect_uris: [] });
  const { body } = await postForm(other.running.url, '/oauth/device_authorization', { client_id });
  // 20 letters that make no words, at 8 places, for 15 minutes.
  assert.match(String(body['user_code']), /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  let tried = 0;
  for (; tried < 200; tried++) {
    const { status } = await guesser.open('/oauth/device?user_code=BBBB-BBBB');
    if (status === 429) break;
    assert.equal(status, 400);
  }
  assert.ok(tried <= 120, String(tried));
  const answers = Array.from({ length: 40 }, () =>
    postForm(other.running.url, '/oauth/device_authorization', { client_id }),
  );
  assert.ok((await Promise.all(answers)).some(({ status }) => status === 429));
});
