/** The faults that end or block a thread, in a real one. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const timeout = 30_000;

/** A worker that has begun to beat; ended when the test ends. */
async function thread(t: TestContext): Promise<Worker> {
  const worker = new Worker(new URL('./fixtures/worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 96 },
  });
  t.after(() => worker.terminate());
  await once(worker, 'message');
  return worker;
}

async function answered(worker: Worker): Promise<void> {
  for (;;) {
    const [message] = await once(worker, 'message');
    if (message === 'answered') return;
  }
}

describe('faults', () => {
  it('throw: is answered, then ends the thread with the error', { timeout }, async (t) => {
    const worker = await thread(t);
    const failed = Promise.withResolvers<Error>();
    worker.on('error', failed.resolve);
    const answer = answered(worker);
    worker.postMessage({ fault: 'throw', text: 'as ordered' });
    await answer;
    assert.equal((await failed.promise).message, 'as ordered');
  });

  it('memory: is answered, then ends the thread at its limit', { timeout }, async (t) => {
    const worker = await thread(t);
    const failed = Promise.withResolvers<Error>();
    worker.on('error', failed.resolve);
    const answer = answered(worker);
    worker.postMessage({ fault: 'memory' });
    await answer;
    const error = await failed.promise;
    assert.ok('code' in error);
    assert.equal(error.code, 'ERR_WORKER_OUT_OF_MEMORY');
  });

  it('loop: is answered, then blocks the thread until it is terminated', { timeout }, async (t) => {
    const worker = await thread(t);
    let lastBeat = performance.now();
    worker.on('message', () => {
      lastBeat = performance.now();
    });
    const answer = answered(worker);
    worker.postMessage({ fault: 'loop' });
    await answer;
    // A thread that lives beats every 5 ms, so it is never quiet for this long, and the test would run out of its time.
    while (performance.now() - lastBeat < 1_000) await delay(20);
    assert.equal(await worker.terminate(), 1);
  });
});
