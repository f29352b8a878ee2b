/** The owner's session as a way into the API: for the web app, and for nobody who only has the browser send the cookie along. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AuditPage } from '@partyline/protocol';
import { type Reply, rawCaller } from '../../../test/support/http.ts';
import { authorizePath, claimedBrowser, passphrase, pkce, register } from '../../../test/support/sign-in.ts';
import { openTokens } from '../src/auth/token-desk.ts';
import { deliver } from './support/chats.ts';
import { openSocket, refusal } from './support/live.ts';
import { connectedAccount } from './support/sandbox.ts';
import { type Scope, startTestServer, type TestServer, testToken } from './support/server.ts';

type Headers = Readonly<Record<string, string>>;

const server = await startTestServer({ after });
const origin = server.running.url;
const { host } = new URL(origin);
const caller = rawCaller(origin);
after(() => caller.end());
const account = await connectedAccount(server.api, 'sam');
const { cookie, key } = await signedIn({ after }, server);

/** A session: its cookie, as `name=value`, and the app's key to it. */
async function signedIn(scope: Scope, from: TestServer): Promise<{ readonly cookie: string; readonly key: string }> {
  const { cookies, appKey } = await claimedBrowser(scope, from);
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), key: appKey };
}

/** What the app's own script sends. */
const ofApp = (): Headers => ({ host, cookie, 'x-partyline-app': key, 'sec-fetch-site': 'same-origin' });
const writing = (): Headers => ({ ...ofApp(), origin, 'content-type': 'application/json' });

const get = (path: string, headers: Headers): Promise<Reply> => caller.send({ method: 'GET', path, headers });
let labels = 0;
const label = (headers: Headers): Promise<Reply> =>
  caller.send({ method: 'POST', path: '/v1/labels', headers, body: JSON.stringify({ name: `label ${++labels}` }) });

const without = (headers: Headers, ...names: readonly string[]): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

test('the app reads and writes by the session, and the audit log names it', async () => {
  const read = await get('/v1/accounts', ofApp());
  assert.equal(read.status, 200, read.text);
  const written = await label(writing());
  assert.equal(written.status, 200, written.text);
  const { items } = await server.api.get<AuditPage>('/v1/audit');
  const entry = items.find(({ operation }) => operation === 'labels.create');
  assert.deepEqual([entry?.tokenName, entry?.result], ['web app', 'done']);
  assert.match(entry?.tokenID ?? '', /^ses_[0-9a-f]{24}$/);
});

test("a webhook that the app makes is the owner's, and stays when the session has ended", async (t) => {
  const own = await startTestServer(t);
  const browser = rawCaller(own.running.url);
  t.after(() => browser.end());
  const held = await signedIn(t, own);
  const headers = {
    ...writing(),
    host: new URL(own.running.url).host,
    origin: own.running.url,
    cookie: held.cookie,
    'x-partyline-app': held.key,
  };
  const send = (method: string, path: string, body?: string) => browser.send({ method, path, headers, body });
  const made = await send('POST', '/v1/webhooks', JSON.stringify({ url: 'https://example.org/hook' }));
  assert.equal(made.status, 200, made.text);
  assert.equal((await send('DELETE', '/app/session')).status, 204);
  const { items } = await own.api.get<{ items: { isDisabled: boolean }[] }>('/v1/webhooks');
  assert.deepEqual(
    items.map(({ isDisabled }) => isDisabled),
    [false],
  );
});

test('over plain HTTP browsers tell of a read neither site nor origin: the header must be there', async () => {
  const plain = without(ofApp(), 'sec-fetch-site');
  assert.equal((await get('/v1/accounts', plain)).status, 200);
  assert.equal((await get('/v1/accounts', without(plain, 'x-partyline-app'))).status, 401);
  assert.equal((await label(without(writing(), 'sec-fetch-site'))).status, 200);
  assert.equal((await label(without(writing(), 'sec-fetch-site', 'origin'))).status, 401);
});

test('the cookie alone opens nothing, whatever page has it sent', async () => {
  const foreign = [
    { origin: 'http://localhost:1' },
    { origin: 'http://127.0.0.1:1' },
    { origin: origin.replace('localhost', '127.0.0.1') },
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const more of foreign) {
    const what = JSON.stringify(more);
    const read = await get('/v1/accounts', { ...ofApp(), ...more });
    assert.ok(read.status === 401 || read.status === 403, `${read.status} for ${what}`);
    const written = await label({ ...writing(), ...more });
    assert.ok(written.status === 401 || written.status === 403, `${written.status} for ${what}`);
    assert.notEqual(read.headers['access-control-allow-credentials'], 'true');
  }
  assert.equal((await get('/v1/accounts', without(ofApp(), 'x-partyline-app'))).status, 401);
  for (const wrong of ['1', '', key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), cookie.split('=')[1] ?? '']) {
    assert.equal((await get('/v1/accounts', { ...ofApp(), 'x-partyline-app': wrong })).status, 401, wrong);
    assert.equal((await label({ ...writing(), 'x-partyline-app': wrong })).status, 401, wrong);
  }
  assert.equal((await label(without(writing(), 'x-partyline-app'))).status, 401);
  assert.equal((await get('/v1/accounts', without(ofApp(), 'cookie'))).status, 401);
  const other = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  assert.equal((await get('/v1/accounts', { ...ofApp(), cookie: other })).status, 401);
});

test('a plain form of any page posts nothing', async () => {
  for (const from of [origin, 'http://localhost:1', 'null']) {
    const reply = await caller.send({
      method: 'POST',
      path: '/v1/labels',
      headers: { host, cookie, origin: from, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=by+a+form',
    });
    assert.ok(reply.status >= 400 && reply.status < 500, `${reply.status} from ${from}`);
  }
  assert.doesNotMatch(JSON.stringify(await server.api.get('/v1/labels')), /by a form/);
});

test('another page that asks first may not send the cookie along', async () => {
  const reply = await caller.send({
    method: 'OPTIONS',
    path: '/v1/accounts',
    headers: {
      host,
      origin: 'http://localhost:1',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-partyline-app',
    },
  });
  assert.equal(reply.headers['access-control-allow-credentials'], undefined);
});

test('a token goes before the session, right or wrong', async () => {
  assert.equal((await get('/v1/accounts', { ...ofApp(), authorization: 'Bearer wrong' })).status, 401);
  assert.equal((await get('/v1/accounts', { host, cookie, authorization: `Bearer ${testToken}` })).status, 200);
});

test('pictures in the app come by the session; pictures in other pages, and links to them, do not', async () => {
  await deliver(server.api, account.accountID, {
    kind: 'chat',
    chat: { id: 'silent', type: 'single', title: 'Silent' },
  });
  const path = '/v1/assets/serve?url=mxc%3A%2F%2Flocalhost%2Fnothing';
  const embedded: Headers = { host, cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'image' };
  // 404 and 422 come after the door.
  const through = (reply: Reply) => reply.status !== 401 && reply.status !== 403;
  assert.ok(through(await get(path, embedded)));
  assert.ok(through(await get(path, { host, cookie, referer: `${origin}/inbox` })));
  for (const more of [
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:1' },
  ])
    assert.ok(!through(await get(path, { ...embedded, ...more })), JSON.stringify(more));
  for (const referer of ['http://localhost:1/', `${origin}.evil.example/`, 'nonsense'])
    assert.ok(!through(await get(path, { host, cookie, referer })), referer);
  assert.ok(!through(await get(path, { host, cookie })));
  // The proof of a picture is none for anything else.
  assert.equal((await get('/v1/accounts', embedded)).status, 401);
});

/** What a WebSocket of the app brings. */
const ofSocket = (from: { readonly cookie: string; readonly key: string }, at: string) => ({
  cookie: from.cookie,
  origin: at,
  'sec-websocket-protocol': `partyline-app.${from.key}`,
});

test('the WebSocket opens for the own origin alone, and with the key', async (t) => {
  const own = ofSocket({ cookie, key }, origin);
  const live = await openSocket(t, origin, '/v1/ws', own);
  await live.subscribe(['*']);
  for (const headers of [
    without(own, 'origin'),
    { ...own, origin: 'http://localhost:1' },
    { ...own, origin: 'null' },
    { ...own, origin: 'https://evil.example' },
    { ...own, 'sec-fetch-site': 'same-site' },
    without(own, 'cookie'),
    without(own, 'sec-websocket-protocol'),
    { ...own, 'sec-websocket-protocol': 'partyline-app' },
    { ...own, 'sec-websocket-protocol': `partyline-app.${cookie.split('=')[1]}` },
  ]) {
    const { status } = await refusal(origin, '/v1/ws', headers);
    assert.ok(status === 401 || status === 403, `${status} for ${JSON.stringify(headers)}`);
  }
});

test('MCP and the routes of programs know no session', async () => {
  const mcp = await caller.send({ method: 'POST', path: '/v0/mcp', headers: writing(), body: '{}' });
  assert.equal(mcp.status, 401);
  assert.equal((await get('/oauth/userinfo', ofApp())).status, 401);
});

const session = (method: string, headers: Headers, body?: unknown): Promise<Reply> =>
  caller.send({ method, path: '/app/session', headers, body: body === undefined ? undefined : JSON.stringify(body) });

const secretOf = ({ headers }: Reply): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const keyOf = ({ text }: Reply): string => JSON.parse(text).appKey;
const heldOf = (reply: Reply): Headers => ({ cookie: secretOf(reply), 'x-partyline-app': keyOf(reply) });

test('signing in by the passphrase, and only from the app', async () => {
  const signedOut = without(writing(), 'cookie');
  const before = await session('GET', signedOut);
  assert.deepEqual(JSON.parse(before.text), { ...JSON.parse(before.text), claimed: true, signedIn: false });
  const wrong = await session('POST', signedOut, { passphrase: 'something else entirely' });
  assert.equal(wrong.status, 403);
  assert.equal(wrong.headers['set-cookie'], undefined);
  for (const body of [{}, { passphrase: 7 }, { passphrase: '' }, [], 'text'])
    assert.equal((await session('POST', signedOut, body)).status, 422, JSON.stringify(body));
  for (const headers of [
    without(signedOut, 'x-partyline-app'),
    { ...signedOut, origin: 'http://localhost:1' },
    without(signedOut, 'origin', 'sec-fetch-site'),
  ])
    assert.equal((await session('POST', headers, { passphrase })).status, 403);
  const right = await session('POST', signedOut, { passphrase });
  assert.equal(right.status, 200, right.text);
  const set = right.headers['set-cookie']?.[0] ?? '';
  assert.match(set, /; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
  const own = { ...ofApp(), ...heldOf(right) };
  assert.equal(JSON.parse((await session('GET', own)).text).signedIn, true);
  assert.equal((await get('/v1/accounts', own)).status, 200);
});

test('signing in again ends the session that the browser had', async () => {
  const held = heldOf(await session('POST', without(writing(), 'cookie'), { passphrase }));
  const wrong = await session('POST', { ...writing(), ...held }, { passphrase: 'something else entirely' });
  assert.equal(wrong.status, 403);
  assert.equal((await get('/v1/accounts', { ...ofApp(), ...held })).status, 200);
  const again = await session('POST', { ...writing(), ...held }, { passphrase });
  assert.equal((await get('/v1/accounts', { ...ofApp(), ...held })).status, 401);
  assert.equal((await get('/v1/accounts', { ...ofApp(), ...heldOf(again) })).status, 200);
});

test('signing out ends the session and its WebSocket, and no other', async (t) => {
  const right = await session('POST', without(writing(), 'cookie'), { passphrase });
  const own = heldOf(right);
  const socket = ofSocket({ cookie: secretOf(right), key: keyOf(right) }, origin);
  const live = await openSocket(t, origin, '/v1/ws', socket);
  await live.subscribe(['*']);
  assert.equal(
    (await session('DELETE', { ...without(ofApp(), 'x-partyline-app'), cookie: secretOf(right) })).status,
    403,
  );
  const left = await session('DELETE', { ...writing(), ...own });
  assert.equal(left.status, 204);
  assert.match(left.headers['set-cookie']?.[0] ?? '', /Max-Age=0/);
  assert.equal((await get('/v1/accounts', { ...ofApp(), ...own })).status, 401);
  assert.equal((await refusal(origin, '/v1/ws', socket)).status, 401);
  assert.equal((await live.closed).code, 1008);
  assert.equal((await get('/v1/accounts', ofApp())).status, 200);
});

test('guesses of the passphrase are counted, whichever page they come from', async (t) => {
  const other = await startTestServer(t, { sandbox: false });
  await signedIn(t, other);
  const raw = rawCaller(other.running.url);
  t.after(() => raw.end());
  const { url } = other.running;
  const headers = {
    host: new URL(url).host,
    origin: url,
    'x-partyline-app': '1',
    'content-type': 'application/json',
  };
  const statuses: number[] = [];
  for (let tries = 0; tries < 11; tries++) {
    const body = JSON.stringify({ passphrase: `guess number ${tries}` });
    statuses.push((await raw.send({ method: 'POST', path: '/app/session', headers, body })).status);
  }
  assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 403), 429]);
});

test('a session outlives a restart, and nothing outlives a forgotten passphrase', async (t) => {
  const first = await startTestServer(t, { sandbox: false });
  const own = await signedIn(t, first);
  const port = new URL(first.running.url).port;
  const again = await first.restart({ flags: [`--port=${port}`] });
  const raw = rawCaller(again.running.url);
  t.after(() => raw.end());
  const headers = { host: new URL(again.running.url).host, cookie: own.cookie, 'x-partyline-app': own.key };
  const read = () => raw.send({ method: 'GET', path: '/v1/accounts', headers });
  assert.equal((await read()).status, 200);
  const live = await openSocket(t, again.running.url, '/v1/ws', ofSocket(own, again.running.url));
  await live.subscribe(['*']);
  const desk = await openTokens(again.dataDir);
  await desk.forgetPassphrase();
  await desk.close();
  assert.equal((await read()).status, 401);
  assert.equal((await live.closed).code, 1008);
});

test('the passphrase on another page makes the session fresh, and the app stays signed in', async (t) => {
  const other = await startTestServer(t, { sandbox: false });
  const { url } = other.running;
  const browser = await claimedBrowser(t, other);
  const [held] = [...browser.cookies].map(([name, value]) => `${name}=${value}`);
  const client = await register(url);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 6 * 60_000 });
  const page = await browser.open(authorizePath(client, pkce()));
  const answered = await browser.answer(page, { passphrase, decision: 'allow', write: 'yes' });
  assert.equal(answered.status, 303, answered.text);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  assert.ok(cookie.includes(held ?? 'nothing'));
  const headers = { cookie, 'x-partyline-app': browser.appKey };
  assert.equal((await fetch(`${url}/v1/accounts`, { headers })).status, 200);
});

test('a long session lets no program in without the passphrase', async (t) => {
  const other = await startTestServer(t, { sandbox: false });
  const browser = await claimedBrowser(t, other);
  const client = await register(other.running.url);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 6 * 60_000 });
  const page = await browser.open(authorizePath(client, pkce()));
  assert.match(page.text, /Your passphrase/);
});
