/** What `/v1/spec` says of signing in, held against what is answered (contract 8 of the design). */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { oauthRoutes } from '@partyline/protocol';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type RawRequest, type Reply, rawCaller } from '../../../test/support/http.ts';
import { approvedCode, authorizePath, claimedBrowser, formOf, pkce, register } from '../../../test/support/sign-in.ts';
import { startTestServer, testToken } from './support/server.ts';

const server = await startTestServer({ after }, { sandbox: false });
const { url } = server.running;
const caller = rawCaller(url);
after(() => caller.end());
const host = new URL(url).host;

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

const document = await server.api.get<{
  readonly paths: Record<
    string,
    Record<string, { readonly tags: string[]; readonly responses: Record<string, Response> }>
  >;
  readonly components: { readonly responses: Record<string, Response> };
}>('/v1/spec');
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(JSON.parse(JSON.stringify(document).replaceAll('"$ref":"#/', '"$ref":"spec#/')), 'spec');

/** Throws unless the answer is one that the document declares. */
function check(method: string, path: string, reply: Reply): Reply {
  const shown = `${method} ${path}: ${reply.status} ${reply.text.slice(0, 300)}`;
  const declared = document.paths[path]?.[method.toLowerCase()]?.responses[reply.status];
  assert.ok(declared, shown);
  const response =
    declared.$ref === undefined ? declared : document.components.responses[declared.$ref.split('/').at(-1) ?? ''];
  const [content] = Object.entries(response?.content ?? {});
  if (content === undefined) {
    assert.equal(reply.text, '', shown);
    return reply;
  }
  const [type, { schema }] = content;
  assert.ok(reply.headers['content-type']?.startsWith(type), `${shown}: ${reply.headers['content-type']}`);
  if (type === 'text/html') return reply;
  const inDocument = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"spec#/'));
  assert.ok(ajv.validate(inDocument, JSON.parse(reply.text)), `${shown}: ${ajv.errorsText()}`);
  return reply;
}

const type = { form: 'application/x-www-form-urlencoded', json: 'application/json' };

async function send(call: RawRequest): Promise<Reply> {
  const reply = await caller.send({ ...call, headers: { host, ...call.headers } });
  return check(call.method, call.path.split('?', 1)[0] ?? '', reply);
}

const post = (path: string, fields: Readonly<Record<string, string>>) =>
  send({ method: 'POST', path, headers: { 'content-type': type.form }, body: formOf(fields) });

test('every route of OAuth is in the document, as the official one has them', () => {
  const official = ['authorize', 'authorize/callback', 'introspect', 'register', 'revoke', 'token', 'userinfo'];
  for (const path of official) assert.ok(document.paths[`/oauth/${path}`], path);
  for (const { path, method } of oauthRoutes)
    assert.deepEqual(document.paths[path]?.[method.toLowerCase()]?.tags, ['OAuth'], path);
});

test('what programs are told when they sign in is what it says', async (t) => {
  const browser = await claimedBrowser(t, server);
  const metadata = {
    client_name: 'Program',
    redirect_uris: ['http://127.0.0.1:1/x'],
    client_uri: 'https://program.example',
  };
  const json = { 'content-type': type.json };
  const registered = await send({
    method: 'POST',
    path: '/oauth/register',
    headers: json,
    body: JSON.stringify(metadata),
  });
  assert.equal(registered.status, 201);
  const grant_types = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'];
  const client = await register(url, { grant_types });
  const proof = pkce();
  const path = authorizePath(client, proof);
  check('GET', '/oauth/authorize', await browser.open(path));
  const code = await approvedCode(browser, path);
  const fields = { grant_type: 'authorization_code', code, code_verifier: proof.verifier, client_id: client.client_id };
  const token = JSON.parse((await post('/oauth/token', fields)).text);
  assert.equal((await post('/oauth/introspect', { token: token.access_token })).status, 200);
  const authorization = `Bearer ${token.access_token}`;
  assert.equal((await send({ method: 'GET', path: '/oauth/userinfo', headers: { authorization } })).status, 200);
  const refresh = { grant_type: 'refresh_token', refresh_token: token.refresh_token, client_id: client.client_id };
  assert.equal((await post('/oauth/token', refresh)).status, 200);
  assert.equal((await post('/oauth/device_authorization', { client_id: client.client_id })).status, 200);
  const own = { method: 'GET', path: '/oauth/userinfo', headers: { authorization: `Bearer ${testToken}` } };
  assert.equal((await send(own)).status, 200);
  assert.equal((await post('/oauth/introspect', { token: testToken })).status, 200);
  assert.equal((await post('/oauth/revoke', { token: token.access_token })).status, 200);
  assert.deepEqual(JSON.parse((await post('/oauth/introspect', { token: 'nobody' })).text), { active: false });
  const again = await browser.open(path);
  const denied = await browser.answer(again, { decision: 'deny' });
  assert.equal(check('POST', '/oauth/authorize/callback', denied).status, 303);
  assert.equal(
    check('POST', '/oauth/authorize/callback', await browser.answer(again, { decision: 'deny' })).status,
    400,
  );
});

test('and so is every refusal', async () => {
  for (const { method, path } of oauthRoutes) {
    const calls: readonly (readonly [number, Partial<RawRequest>])[] = [
      [403, { headers: { host: 'evil.example' } }],
      [403, { headers: { origin: 'https://evil.example' } }],
      ...(method === 'GET'
        ? []
        : ([
            [415, { headers: { 'content-type': 'text/csv' }, body: 'x' }],
            [413, { headers: { 'content-type': type.form }, body: `token=${'x'.repeat(200_000)}` }],
            [400, { headers: { 'content-type': type.json }, body: '{' }],
          ] as const)),
    ];
    for (const [status, call] of calls)
      assert.equal(
        (await send({ method, path, ...call })).status,
        status,
        `${method} ${path} ${JSON.stringify(call).slice(0, 80)}`,
      );
  }
  assert.equal((await send({ method: 'GET', path: '/oauth/userinfo' })).status, 401);
  assert.equal((await send({ method: 'GET', path: '/oauth/authorize?client_id=x' })).status, 400);
  for (const path of ['token', 'introspect', 'device_authorization', 'register'])
    assert.equal((await post(`/oauth/${path}`, { grant_type: 'none' })).status, 400, path);
  const tries = await Promise.all(
    Array.from({ length: 35 }, () => post('/oauth/device_authorization', { client_id: 'x' })),
  );
  assert.ok(tries.some(({ status }) => status === 429));
});
