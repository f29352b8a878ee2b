import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { ConnectionError, LoginError, SendError } from '@partyline/connector';
import { connectPeer } from '../src/runtime/rpc.ts';

interface Calls {
  echo(call: unknown): Promise<unknown>;
  slow(call: { ms: number }): Promise<number>;
  fail(call: { how: string }): Promise<void>;
}

const failures: Readonly<Record<string, () => unknown>> = {
  login: () => new LoginError('bad_credentials', 'No.'),
  connection: () => new ConnectionError({ state: 'blocked', text: 'Banned.', retryAfterMs: 5 }),
  send: () => new SendError({ outcome: 'uncertain', retriable: false, reason: 'no_answer', message: 'Who knows.' }),
  plain: () => new TypeError('plain'),
  word: () => 'a word',
  // Another copy of the contract's package has classes of its own.
  foreign: () => Object.assign(new Error('Foreign.'), { name: 'LoginError', code: 'foreign' }),
};

function pair(t: TestContext) {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  connectPeer<Record<string, never>, Calls>(port2, {
    echo: async (call) => call,
    slow: ({ ms }) => new Promise((resolve) => setTimeout(() => resolve(ms), ms)),
    async fail({ how }) {
      throw failures[how]?.();
    },
  });
  return connectPeer<Calls & { missing(call: unknown): Promise<void> }, Record<string, never>>(port1, {});
}

test('a call is answered with what the other side returns, as plain data', async (t) => {
  const { call } = pair(t);
  const data = { text: 'ü', list: [1, null, { deep: new Date(0) }], bytes: Uint8Array.of(1, 2) };
  assert.deepEqual(await call.echo(data), data);
  assert.equal(await call.echo(undefined), undefined);
});

test('answers find their calls in whatever order they come', async (t) => {
  const { call } = pair(t);
  assert.deepEqual(
    await Promise.all([call.slow({ ms: 30 }), call.slow({ ms: 1 }), call.slow({ ms: 15 })]),
    [30, 1, 15],
  );
});

test('errors keep their class and fields', async (t) => {
  const { call } = pair(t);
  const failure = (how: string): Promise<unknown> =>
    call.fail({ how }).then(
      () => undefined,
      (error: unknown) => error,
    );
  assert.deepEqual(await failure('login'), new LoginError('bad_credentials', 'No.'));
  assert.deepEqual(
    await failure('connection'),
    new ConnectionError({ state: 'blocked', text: 'Banned.', retryAfterMs: 5 }),
  );
  assert.deepEqual(
    await failure('send'),
    new SendError({ outcome: 'uncertain', retriable: false, reason: 'no_answer', message: 'Who knows.' }),
  );
  assert.deepEqual(await failure('foreign'), new LoginError('foreign', 'Foreign.'));
  assert.match(String(await failure('plain')), /^Error: plain$/);
  assert.match(String(await failure('word')), /^Error: a word$/);
});

test('what cannot cross is an error for its caller only', async (t) => {
  const { call } = pair(t);
  await assert.rejects(
    call.echo(() => {}),
    { name: 'DataCloneError' },
  );
  await assert.rejects(call.missing({}), /No method missing/);
  assert.equal(await call.echo('still works'), 'still works');
});

test('an answer that cannot cross is an error too', async (t) => {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  connectPeer<Record<string, never>, { bad(call: unknown): Promise<unknown> }>(port2, { bad: async () => () => {} });
  const { call } = connectPeer<{ bad(call: unknown): Promise<unknown> }, Record<string, never>>(port1, {});
  await assert.rejects(call.bad({}), /could not be cloned/);
});

test('a peer that failed rejects what waits and what comes later', async (t) => {
  const { call, fail } = pair(t);
  const waiting = call.slow({ ms: 50 });
  const gone = new Error('the thread is gone');
  fail(gone);
  await assert.rejects(waiting, gone);
  await assert.rejects(call.echo(1), gone);
});
