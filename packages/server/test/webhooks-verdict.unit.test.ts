import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { verdictOn } from '../src/hooks/verdict.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const patience = { pauses: { firstMs: 5_000, maxMs: 4 * hourMs }, patienceMs: 3 * dayMs };
const now = Date.UTC(2030, 0, 1);
const calm = {
  attempts: 0,
  givenUp: 0,
  failingSince: undefined,
  nextAttemptAt: undefined,
  lastError: undefined,
};
const refused = { status: 500, retryAfter: undefined };

/** When all tries of an event fail: how long after the first each of the others comes, and what follows from the last. */
function tries(eventAt: number, failure = refused) {
  const pauses: number[] = [];
  let at = now;
  for (let attempts = 0; ; attempts++) {
    const failingSince = attempts === 0 ? undefined : now;
    const verdict = verdictOn(failure, { ...calm, attempts, failingSince }, eventAt, at, patience);
    if (verdict.act !== 'retry') return { pauses, verdict, lastAt: at };
    pauses.push(verdict.at - at);
    at = verdict.at;
  }
}

test('pauses double from seconds to hours, with jitter, and the last try is when the days are over', () => {
  const { pauses, verdict, lastAt } = tries(now - dayMs);
  assert.equal(lastAt, now + 3 * dayMs);
  assert.deepEqual(verdict, { act: 'give up', failingSince: now, disable: undefined });
  for (const [index, pause] of pauses.slice(0, -1).entries()) {
    const full = Math.min(4 * hourMs, 5_000 * 2 ** index);
    assert.ok(pause >= full / 2 && pause <= full + 1, `${index}: ${pause}`);
  }
  assert.ok(pauses.length > 25 && pauses.length < 60, String(pauses.length));
});

test('an event has its days from when it happened, or from when the trouble began', () => {
  const trouble = { ...calm, failingSince: now - 3 * dayMs };
  assert.equal(verdictOn(refused, trouble, now - 4 * dayMs, now, patience).act, 'give up');
  assert.equal(verdictOn(refused, trouble, now - dayMs, now, patience).act, 'retry');
  // The server was off for a week: that is nobody's failure.
  assert.equal(verdictOn(refused, calm, now - 7 * dayMs, now, patience).act, 'retry');
});

test('the fifth that is given up in a row disables it', () => {
  const trouble = { ...calm, failingSince: now - 4 * dayMs };
  for (const givenUp of [0, 1, 2, 3, 4, 5]) {
    const verdict = verdictOn(refused, { ...trouble, givenUp }, now - 4 * dayMs, now, patience);
    assert.deepEqual(
      [verdict.act, 'disable' in verdict && verdict.disable],
      ['give up', givenUp < 4 ? undefined : 'failing'],
    );
  }
});

test('410 disables at once, whatever else is said', () => {
  const verdict = verdictOn({ status: 410, retryAfter: '5' }, calm, now, now, patience);
  assert.deepEqual(verdict, { act: 'disable', reason: 'gone' });
});

test('Retry-After: never sooner, at most a day, and nonsense counts for nothing', () => {
  const waitFor = (retryAfter: string | undefined) => {
    const verdict = verdictOn({ status: 503, retryAfter }, calm, now, now, patience);
    return verdict.act === 'retry' ? verdict.at - now : undefined;
  };
  assert.equal(waitFor('120'), 120_000);
  assert.equal(waitFor(new Date(now + hourMs).toUTCString()), hourMs);
  assert.equal(waitFor('99999999'), dayMs);
  for (const nonsense of ['', 'soon', '-5', '1e9', new Date(now - hourMs).toUTCString(), undefined]) {
    const wait = waitFor(nonsense);
    assert.ok(wait !== undefined && wait <= 5_001, `${nonsense}: ${wait}`);
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const wait = waitFor(text);
      return wait !== undefined && wait >= 2_500 && wait <= dayMs;
    }),
  );
});
