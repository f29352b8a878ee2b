/** Older messages, fetched when somebody asks for them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, chatWithBob, hostDouble, ofBob, openConnection } from './connection.ts';

const past = (id: string, minutes: number) => ({ id, sender: 'bob', text: id, ts: Date.now() - minutes * 60_000 });

test('older messages are fetched when they are asked for, and are stored when the answer comes', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  hosted.network.past('ann/bob', { batch: [past('h3', 3), past('h4', 2)] }, { batch: [past('h1', 5), past('h2', 4)] });
  const texts = () => opened.told.flatMap((event) => (event.kind === 'message' ? event.text : []));
  const ask = () => opened.connection.fetchHistory?.({ ...ofBob, count: 20 });

  assert.deepEqual(await ask(), { hasMore: true });
  assert.deepEqual(texts(), ['now', 'h3', 'h4']);

  const { held, letGo } = opened.holdBack();
  let isDone = false;
  const asked = ask()?.then((history) => {
    isDone = true;
    return history;
  });
  await held;
  // Long enough for the bridge to have answered.
  for (let round = 0; round < 25; round++) await opened.connection.probe?.();
  assert.equal(isDone, false, 'answered before the server had stored the batch');
  letGo();
  assert.deepEqual(await asked, { hasMore: true });
  assert.deepEqual(texts(), ['now', 'h3', 'h4', 'h1', 'h2']);
  assert.ok(opened.told.slice(-2).every((event) => event.kind === 'message' && event.history === true));

  assert.deepEqual(await ask(), { hasMore: false });
});

test('history that cannot be had says so', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  const ask = (chatID = 'bob') => opened.connection.fetchHistory?.({ account, chatID, count: 20 }) ?? Promise.reject();
  const refuse = (status: number, errcode: string) =>
    hosted.network.past('ann/bob', { refusal: { status, errcode, error: 'Not now' } });
  refuse(504, 'FI.MAU.BRIDGE_BACKFILL_TIMEOUT');
  await assert.rejects(ask(), { reason: 'timeout', retriable: true });
  refuse(403, 'M_FORBIDDEN');
  await assert.rejects(ask(), /Not now/);
  // A newer version may: it must not count as the end.
  refuse(404, 'M_UNRECOGNIZED');
  await assert.rejects(ask(), { reason: 'not_supported', retriable: false });
  await assert.rejects(ask('nobody'), /does not exist/);
});
