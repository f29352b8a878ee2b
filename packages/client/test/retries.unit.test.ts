import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APIConnectionError, APIConnectionTimeoutError, APIUserAbortError } from '../src/index.ts';
import { systemClock } from '../src/retry.ts';
import { failure, json, peer } from './peer.ts';

const good = json(200, []);

for (const status of [408, 409, 429, 500, 502, 503, 504]) {
  test(`${status} is repeated, body and all`, async (t) => {
    const { client, seen, sleeps } = await peer(t, [failure(status), failure(status), json(200, { done: true })]);
    const answer: unknown = await client().bridges.loginSessions.create('irc', { flowID: 'f' });
    assert.deepEqual(answer, { done: true });
    assert.deepEqual(
      seen.map((request) => request.body),
      Array(3).fill('{"flowID":"f"}'),
    );
    assert.deepEqual(sleeps, [500, 1000]);
  });
}

for (const status of [400, 401, 403, 404, 405, 413, 422]) {
  test(`${status} is final`, async (t) => {
    const { client, seen } = await peer(t, [failure(status), good]);
    await assert.rejects(client().accounts.list(), { status });
    assert.equal(seen.length, 1);
  });
}

test('x-should-retry decides against the status', async (t) => {
  const never = await peer(t, [failure(503, { 'x-should-retry': 'false' }), good]);
  await assert.rejects(never.client().accounts.list(), { status: 503 });
  const always = await peer(t, [failure(404, { 'x-should-retry': 'true' }), good]);
  assert.deepEqual(await always.client().accounts.list(), []);
});

test('after the last try the error of that try is thrown', async (t) => {
  const { client, seen } = await peer(t, [failure(500), failure(502), failure(503), good]);
  await assert.rejects(client().accounts.list(), { status: 503 });
  assert.equal(seen.length, 3);
});

test('maxRetries holds for the client or for one request', async (t) => {
  const { client, seen } = await peer(t, [failure(500)]);
  await assert.rejects(client({ maxRetries: 0 }).accounts.list());
  assert.equal(seen.length, 1);
  await assert.rejects(client({ maxRetries: 0 }).accounts.list({ maxRetries: 1 }));
  assert.equal(seen.length, 3);
});

test('the wait doubles up to 8 s', async (t) => {
  const { client, sleeps } = await peer(t, [failure(500)]);
  await assert.rejects(client({ maxRetries: 6 }).accounts.list());
  assert.deepEqual(sleeps, [500, 1000, 2000, 4000, 8000, 8000]);
});

test('the jitter takes off up to a quarter', async (t) => {
  const { client, sleeps } = await peer(t, [failure(500), good], { random: () => 0.8 });
  await client().accounts.list();
  assert.deepEqual(sleeps, [400]);
});

const waits: ReadonlyArray<[name: string, headers: Record<string, string>, ms: number]> = [
  ['retry-after-ms', { 'retry-after-ms': '1234.5', 'retry-after': '9' }, 1234.5],
  ['Retry-After in seconds', { 'retry-after': '3' }, 3000],
  ['Retry-After 0', { 'retry-after': '0' }, 0],
  ['Retry-After as a date', { 'retry-after': new Date(60_000).toUTCString() }, 20_000],
  ['Retry-After as a date gone by', { 'retry-after': new Date(0).toUTCString() }, 0],
  ['Retry-After that says nothing', { 'retry-after': 'soon' }, 500],
];
for (const [name, headers, ms] of waits) {
  test(`${name} sets the wait`, async (t) => {
    const { client, sleeps } = await peer(t, [failure(429, headers), good], { now: () => 40_000 });
    await client().accounts.list();
    assert.deepEqual(sleeps, [ms]);
  });
}

test('a connection that breaks is repeated: before the answer, and in the middle of it', async (t) => {
  const { client, seen } = await peer(t, [
    (response) => response.destroy(),
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('[', () => response.destroy());
    },
    good,
  ]);
  assert.deepEqual(await client().accounts.list(), []);
  assert.equal(seen.length, 3);
});

test('nobody listening is an APIConnectionError that names the address', async (t) => {
  const { client, sleeps } = await peer(t, [good]);
  const closed = client({ baseURL: 'http://127.0.0.1:1' });
  await assert.rejects(closed.accounts.list(), (error) => {
    assert.ok(error instanceof APIConnectionError);
    assert.ok(!(error instanceof APIConnectionTimeoutError));
    assert.match(error.message, /^Connection error\. .*http:\/\/127\.0\.0\.1:1/);
    assert.ok(error.cause);
    return true;
  });
  assert.equal(sleeps.length, 2);
});

test('silence is a time-out and is repeated', async (t) => {
  const { client, seen } = await peer(t, [() => {}, good]);
  assert.deepEqual(await client({ timeout: 50 }).accounts.list(), []);
  assert.equal(seen.length, 2);
});

test('a body that stops coming is a time-out too', async (t) => {
  const { client } = await peer(t, [
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
    },
  ]);
  await assert.rejects(client({ timeout: 50, maxRetries: 0 }).accounts.list(), APIConnectionTimeoutError);
});

test('an abort ends a running request at once and is not repeated', async (t) => {
  const controller = new AbortController();
  const { client, seen } = await peer(t, [() => controller.abort(), good]);
  await assert.rejects(client().accounts.list({ signal: controller.signal }), APIUserAbortError);
  assert.equal(seen.length, 1);
});

test('an aborted signal sends nothing', async (t) => {
  const { client, seen } = await peer(t, [good]);
  await assert.rejects(client().accounts.list({ signal: AbortSignal.abort() }), APIUserAbortError);
  assert.equal(seen.length, 0);
});

test('an abort ends the wait before a retry', async (t) => {
  const controller = new AbortController();
  const { client, seen } = await peer(t, [failure(500, { 'retry-after': '3600' })], {
    sleep: (ms, signal) => {
      setImmediate(() => controller.abort());
      return systemClock.sleep(ms, signal);
    },
  });
  await assert.rejects(client().accounts.list({ signal: controller.signal }), APIUserAbortError);
  assert.equal(seen.length, 1);
});
