import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartylineError } from '../src/index.ts';
import { assertRequests, type Calls } from './calls.ts';
import { json, peer } from './peer.ts';

/** Every call on the server, its accounts and bridges, with the request it must make. */
const calls: Calls = [
  [(c) => c.info.retrieve(), 'GET /v1/info'],
  [(c) => c.accounts.list(), 'GET /v1/accounts'],
  [(c) => c.accounts.retrieve('a'), 'GET /v1/accounts/a'],
  [(c) => c.accounts.update('a', { isDisabled: true }), 'PATCH /v1/accounts/a', { isDisabled: true }],
  [(c) => c.accounts.delete('a'), 'DELETE /v1/accounts/a'],
  [(c) => c.accounts.reconnect('a'), 'POST /v1/accounts/a/reconnect'],
  [(c) => c.accounts.contacts.search('a', { query: 'x y' }), 'GET /v1/accounts/a/contacts?query=x+y'],
  [(c) => c.accounts.contacts.list('a', { limit: 2 }), 'GET /v1/accounts/a/contacts/list?limit=2'],
  [(c) => c.accounts.contacts.list('a'), 'GET /v1/accounts/a/contacts/list'],
  [(c) => c.accounts.contacts.list('a', { cursor: null }), 'GET /v1/accounts/a/contacts/list?cursor='],
  [(c) => c.events.list(), 'GET /v1/events'],
  [
    (c) => c.events.list({ since: 'a.1', wait: 5, chatIDs: ['!a:b', '7'], types: ['chat.deleted'] }),
    'GET /v1/events?since=a.1&wait=5&chatIDs=%21a%3Ab&chatIDs=7&types=chat.deleted',
  ],
  [(c) => c.bridges.list(), 'GET /v1/bridges'],
  [(c) => c.bridges.retrieve('irc'), 'GET /v1/bridges/irc'],
  [(c) => c.bridges.retrieveCapabilities('irc'), 'GET /v1/bridges/irc/capabilities'],
  [(c) => c.bridges.loginFlows.list('irc'), 'GET /v1/bridges/irc/login-flows'],
  [(c) => c.bridges.logins.list('irc'), 'GET /v1/bridges/irc/logins'],
  [(c) => c.bridges.logins.retrieve('l', { bridgeID: 'irc' }), 'GET /v1/bridges/irc/logins/l'],
  [
    (c) => c.bridges.logins.remove('l', { bridgeID: 'irc', scope: 'current-device' }),
    'POST /v1/bridges/irc/logins/l/remove',
    { scope: 'current-device' },
  ],
  [(c) => c.bridges.loginSessions.create('irc'), 'POST /v1/bridges/irc/login-sessions', {}],
  [
    (c) => c.bridges.loginSessions.create('irc', { flowID: 'f', accountID: 'a' }),
    'POST /v1/bridges/irc/login-sessions',
    { flowID: 'f', accountID: 'a' },
  ],
  [(c) => c.bridges.loginSessions.retrieve('s', { bridgeID: 'irc' }), 'GET /v1/bridges/irc/login-sessions/s'],
  [(c) => c.bridges.loginSessions.cancel('s', { bridgeID: 'irc' }), 'DELETE /v1/bridges/irc/login-sessions/s'],
  [
    (c) =>
      c.bridges.loginSessions.steps.submit('step', {
        bridgeID: 'irc',
        loginSessionID: 's',
        type: 'user_input',
        fields: { nick: 'ada' },
      }),
    'POST /v1/bridges/irc/login-sessions/s/steps/step',
    { type: 'user_input', fields: { nick: 'ada' } },
  ],
];

test('every call makes its request', (t) => assertRequests(t, calls));

test('path parameters stay one segment, whatever they hold', async (t) => {
  const { client, seen } = await peer(t, [json(200, {})]);
  await client().accounts.retrieve('a/b?c#d e%2F:é');
  assert.equal(seen[0]?.url, '/v1/accounts/a%2Fb%3Fc%23d%20e%252F%3A%C3%A9');
  for (const id of ['', '.', '..']) {
    assert.throws(() => client().accounts.retrieve(id), PartylineError);
  }
  assert.equal(seen.length, 1);
});

test('options of one request go before those of the client', async (t) => {
  const { client, seen } = await peer(t, [json(200, [])]);
  await client({ defaultHeaders: { 'x-one': '1', 'x-two': '1' } }).accounts.list({ headers: { 'x-two': '2' } });
  assert.equal(seen[0]?.headers['x-one'], '1');
  assert.equal(seen[0]?.headers['x-two'], '2');
});

test('an own fetch is used, and withOptions keeps it', async (t) => {
  const { client, seen } = await peer(t, [json(200, [])]);
  const urls: string[] = [];
  const counting: typeof fetch = (input, init) => {
    urls.push(String(input));
    return fetch(input, init);
  };
  await client({ fetch: counting }).withOptions({ accessToken: 'other' }).accounts.list();
  assert.equal(urls.length, 1);
  assert.equal(seen[0]?.headers.authorization, 'Bearer other');
});

test('204 is undefined, another type than JSON is text, broken JSON is an error', async (t) => {
  const { client } = await peer(t, [
    (response) => response.writeHead(204).end(),
    (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('hello'),
    (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"a"'),
  ]);
  assert.equal(await client().accounts.delete('a'), undefined);
  assert.equal(await client().accounts.list(), 'hello');
  await assert.rejects(client().accounts.list(), { name: 'PartylineError', message: /not valid JSON/ });
});
