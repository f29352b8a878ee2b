import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionError } from '@partyline/connector';
import { ConnectorCrash } from '../src/runtime/connector-thread.ts';
import { connection, keep, times } from './support/network.ts';

const never = new Promise<never>(() => {});
const gap = (attempts: readonly { at: number }[], index: number) =>
  (attempts[index]?.at ?? 0) - (attempts[index - 1]?.at ?? 0);

test('an account is connecting, then connected', async (t) => {
  const { reaches, statuses, keeper } = keep(t, async () => connection());
  assert.deepEqual(statuses(), ['connecting']);
  assert.equal(keeper.connection(), undefined);
  await reaches('connected');
  assert.deepEqual(statuses(), ['connecting', 'connected']);
  assert.ok(keeper.connection());
});

test('what a connector tells while it connects counts once the connection can be used', async (t) => {
  const opened = Promise.withResolvers<void>();
  const { reaches, statuses, keeper, told, tried } = keep(t, async ({ handlers }) => {
    handlers.status({ state: 'backfilling', text: 'Fetching.' });
    await opened.promise;
    return connection();
  });
  await tried(1);
  assert.deepEqual(statuses(), ['connecting']);
  opened.resolve();
  await reaches('backfilling');
  assert.ok(keeper.connection());
  assert.deepEqual(told.at(-1), { status: 'backfilling', text: 'Fetching.' });
});

test('contract 4: status never lies: a loss is told before the closing of the connection is waited for', async (t) => {
  const closing = Promise.withResolvers<void>();
  const { reaches, end, keeper } = keep(t, async () => connection({ close: () => closing.promise }));
  await reaches('connected');
  end({ state: 'lost', text: 'Cut.' });
  const { text } = await reaches('disconnected').finally(closing.resolve);
  assert.equal(text, 'Cut. Partyline keeps trying.');
  assert.equal(keeper.connection(), undefined, 'nobody may use it any more');
});

test('contract 4: status never lies: a link whose probe fails is lost', async (t) => {
  let probes = 0;
  const { reaches, tried } = keep(t, async () =>
    connection({
      probe: async () => {
        if (++probes === 3) throw new Error('no pong');
      },
    }),
  );
  const { text } = await reaches('disconnected');
  assert.ok(probes >= 3, String(probes));
  assert.match(text ?? '', /stopped answering/);
  await tried(2);
});

test('contract 4: status never lies: a link whose probe is not answered is lost', async (t) => {
  const { reaches, attempts } = keep(t, async () => connection({ probe: () => never }));
  await reaches('disconnected');
  const ms = performance.now() - (attempts[0]?.at ?? 0);
  assert.ok(ms >= times.probeMs + times.probeLimitMs - 5, String(ms));
});

test('an account without probes stays connected', async (t) => {
  const { reaches, statuses } = keep(t, async () => connection());
  await reaches('connected');
  await new Promise((resolve) => setTimeout(resolve, times.probeMs + 2 * times.probeLimitMs));
  assert.deepEqual(statuses(), ['connecting', 'connected']);
});

test('a connect that does not answer is given up, told, and its late connection is closed', async (t) => {
  const late = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const { reaches, attempts } = keep(t, async (_, count) => {
    if (count > 1) return never;
    await late.promise;
    return connection({ close: async () => closed.resolve() });
  });
  const { text } = await reaches('disconnected');
  assert.match(text ?? '', /No answer within 0\.08 s/);
  assert.equal(attempts[0]?.signal.aborted, true);
  late.resolve();
  await closed.promise;
});

test('a lost connection is closed, and opened again after a pause', async (t) => {
  let closed = 0;
  const { reaches, tried, end, attempts } = keep(t, async () => connection({ close: async () => void closed++ }));
  await reaches('connected');
  end({ state: 'lost', text: 'Cut.' });
  end({ state: 'lost', text: 'Cut again.' });
  await tried(2);
  await reaches('connected');
  assert.equal(closed, 1);
  assert.equal(attempts[0]?.signal.aborted, true);
  assert.ok(gap(attempts, 1) >= times.maxPauseMs / 2);
});

test('while tries fail the status does not flap, and its text is the latest reason', async (t) => {
  const { tried, statuses, told } = keep(t, async (_, count) => {
    throw new Error(`reason ${count}`);
  });
  await tried(4);
  assert.deepEqual(statuses().slice(0, 4), ['connecting', 'disconnected', 'disconnected', 'disconnected']);
  assert.equal(told[3]?.text, 'reason 3. Partyline keeps trying.');
});

test('pauses grow while tries fail', async (t) => {
  const { tried, attempts } = keep(
    t,
    async () => {
      throw new Error('no');
    },
    { maxPauseMs: 160 },
  );
  // With a longest pause below a second all pauses are that long, less jitter.
  await tried(3);
  const gaps = [1, 2].map((index) => gap(attempts, index));
  assert.ok(Math.min(...gaps) >= 80, String(gaps));
  // One of them alone may be longer: the machine may have been busy.
  assert.ok(Math.min(...gaps) < 400, String(gaps));
});

test('who is signed out or not set up is not tried again until somebody does something', async (t) => {
  for (const state of ['signed_out', 'unconfigured'] as const) {
    const { keeper, tried, attempts, statuses } = keep(t, async (_, count) => {
      if (count === 1) throw new ConnectionError({ state, text: 'Do something.' });
      return connection();
    });
    await tried(1);
    await new Promise((resolve) => setTimeout(resolve, 3 * times.maxPauseMs));
    assert.equal(attempts.length, 1);
    keeper.wake();
    await tried(2);
    assert.equal(statuses()[2], 'connecting');
  }
});

test('who is blocked is tried again after the pause the network named, else after the long one', async (t) => {
  const blocked = keep(t, async (_, count) => {
    throw new ConnectionError({ state: 'blocked', text: 'Banned.', ...(count === 1 && { retryAfterMs: 700 }) });
  });
  await blocked.tried(3);
  assert.ok(gap(blocked.attempts, 1) >= 695, String(gap(blocked.attempts, 1)));
  assert.ok(gap(blocked.attempts, 2) >= times.blockedPauseMs - 5 && gap(blocked.attempts, 2) < 695);
  assert.equal(blocked.told.at(-1)?.status, 'attention_required');
});

test('a crash of the connector is told in its words, and the account tries again', async (t) => {
  const { reaches, attempts, tried } = keep(t, async (_, count) => (count === 1 ? connection() : never));
  await reaches('connected');
  attempts[0]?.handlers.crashed(new ConnectorCrash('The Sample connector failed: oops. It is being started again.'));
  const { text } = await reaches('disconnected');
  assert.match(text ?? '', /^The Sample connector failed: oops\./);
  await tried(2);
});

test('what an old connection tells is not heard any more', async (t) => {
  const { reaches, end, attempts, tried, statuses } = keep(t, async () => connection());
  await reaches('connected');
  end({ state: 'lost', text: 'Cut.' });
  await tried(2);
  await reaches('connected');
  attempts[0]?.handlers.status({ state: 'signed_out', text: 'Old news.' });
  attempts[0]?.handlers.status({ state: 'backfilling', text: 'Old news.' });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(statuses().at(-1), 'connected');
});

test('stopping closes the connection, waits for that, and tells nothing', async (t) => {
  const closing = Promise.withResolvers<void>();
  const { keeper, reaches, statuses, attempts } = keep(t, async () => connection({ close: () => closing.promise }));
  await reaches('connected');
  let stopped = false;
  const stop = keeper.stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stopped, false);
  assert.equal(attempts[0]?.signal.aborted, true);
  closing.resolve();
  await stop;
  assert.deepEqual(statuses(), ['connecting', 'connected']);
});

test('stopping does not wait for a connect or a pause', async (t) => {
  const connecting = keep(t, () => never, { connectLimitMs: 60_000 });
  await connecting.tried(1);
  await connecting.keeper.stop();
  const pausing = keep(t, async () => {
    throw new ConnectionError({ state: 'signed_out', text: 'No.' });
  });
  await pausing.reaches('reconnect_required');
  await pausing.keeper.stop();
  assert.deepEqual(pausing.statuses(), ['connecting', 'reconnect_required']);
});

test('a login that fails to connect for months leaves no listeners behind', async (t) => {
  const listeners = new Map<AbortSignal, number>();
  const count = (signal: AbortSignal, change: number) => listeners.set(signal, (listeners.get(signal) ?? 0) + change);
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  type Listen = Parameters<typeof addEventListener>;
  t.mock.method(AbortSignal.prototype, 'addEventListener', function (this: AbortSignal, ...call: Listen) {
    count(this, 1);
    return addEventListener.apply(this, call);
  });
  t.mock.method(AbortSignal.prototype, 'removeEventListener', function (this: AbortSignal, ...call: Listen) {
    count(this, -1);
    return removeEventListener.apply(this, call);
  });
  const refuse = async () => {
    throw new Error('no');
  };
  const { tried } = keep(t, refuse, { maxPauseMs: 1 });
  await tried(50);
  const most = Math.max(...listeners.values());
  assert.ok(most <= 3, `${most} listeners on one signal`);
});

test('a network that names no sensible time is not asked at once', async (t) => {
  for (const retryAfterMs of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const { tried, attempts } = keep(t, async () => {
      throw new ConnectionError({ state: 'blocked', text: 'Banned.', retryAfterMs });
    });
    await tried(2);
    assert.ok(gap(attempts, 1) >= times.blockedPauseMs - 5, String(gap(attempts, 1)));
  }
  const { attempts } = keep(t, async () => {
    throw new ConnectionError({ state: 'blocked', text: 'Banned.', retryAfterMs: 30 * 24 * 60 * 60 * 1_000 });
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(attempts.length, 1, 'a timer cannot hold 30 days: that must not make it end at once');
});
