import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { watch } from '../src/runtime/watchdog.ts';

const times = { everyMs: 5, patienceMs: 60 };

function watched(t: TestContext, ping: () => Promise<void>) {
  const { promise: stuck, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  const stop = watch(
    ping,
    () => {
      calls++;
      resolve();
    },
    times,
  );
  t.after(stop);
  return { stuck, stop, calls: () => calls };
}

/** Resolves after so many pings. */
function pinged(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let pings = 0;
  const ping = async () => {
    if (++pings === count) resolve();
  };
  return { done: promise, ping, pings: () => pings };
}

test('a thread that answers is pinged again and again, and never stuck', async (t) => {
  const { done, ping } = pinged(20);
  const { calls } = watched(t, ping);
  await done;
  assert.equal(calls(), 0);
});

test('a thread that stops answering is stuck, once, and is not pinged any more', async (t) => {
  let pings = 0;
  const { stuck, calls } = watched(t, () => (++pings < 3 ? Promise.resolve() : new Promise(() => {})));
  await stuck;
  assert.equal(pings, 3);
  await new Promise((resolve) => setTimeout(resolve, 2 * times.patienceMs));
  assert.deepEqual([calls(), pings], [1, 3]);
});

test('a ping that fails is not a stuck thread: its exit tells', async (t) => {
  const { stuck } = watched(t, () => Promise.reject(new Error('gone')));
  const limit = new Promise((resolve) => setTimeout(resolve, 3 * times.patienceMs, 'quiet'));
  assert.equal(await Promise.race([stuck, limit]), 'quiet');
});

test('when this thread itself slept the other one gets another chance', async (t) => {
  const { done, ping, pings } = pinged(2);
  let first = true;
  const { calls } = watched(t, () => {
    const late = first;
    first = false;
    void ping();
    // The answer to the first ping never comes: its thread slept as well.
    return late ? new Promise(() => {}) : Promise.resolve();
  });
  const wakeUp = performance.now() + 3 * times.patienceMs;
  while (performance.now() < wakeUp);
  await done;
  assert.equal(calls(), 0);
  assert.ok(pings() >= 2);
});

test('a watchdog that was stopped says nothing', async (t) => {
  const { stuck, stop } = watched(t, () => new Promise(() => {}));
  stop();
  const limit = new Promise((resolve) => setTimeout(resolve, 2 * times.patienceMs, 'quiet'));
  assert.equal(await Promise.race([stuck, limit]), 'quiet');
});
