/** Calls beside the end of their session. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalls } from '../src/data/calls.ts';

test('what is under way is answered before the session ends', async () => {
  const calls = createCalls();
  const order: string[] = [];
  const answer = Promise.withResolvers<Response>();
  const call = calls.make(() => answer.promise).then(() => order.push('answered'));
  const end = calls.end(async () => void order.push('ended'));
  await new Promise(setImmediate);
  assert.deepEqual(order, []);
  answer.resolve(new Response());
  await Promise.all([call, end]);
  assert.deepEqual(order, ['answered', 'ended']);
});

test('what begins while the session ends is not asked of the server', async () => {
  const calls = createCalls();
  const end = calls.end(async () => undefined);
  const response = await calls.make(() => assert.fail('It was asked'));
  assert.equal(response.status, 401);
  await end;
});

test('where the session does not end, what waited goes on', async () => {
  const calls = createCalls();
  const end = calls.end(() => Promise.reject(new Error('Not reached')));
  const response = calls.make(async () => new Response('Here'));
  await assert.rejects(end, /Not reached/);
  assert.equal(await (await response).text(), 'Here');
});

test('nobody who leaves waits for ever', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const calls = createCalls();
  void calls.make(() => new Promise(() => undefined));
  let ended = false;
  const end = calls.end(async () => {
    ended = true;
  });
  await new Promise(setImmediate);
  assert.equal(ended, false);
  t.mock.timers.tick(5_000);
  await end;
  assert.ok(ended);
});

test('the next session has calls of its own', async () => {
  const calls = createCalls();
  await calls.end(async () => undefined);
  assert.equal((await calls.make(async () => new Response(null, { status: 204 }))).status, 204);
});
