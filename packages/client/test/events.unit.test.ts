import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APIError, APIUserAbortError } from '../src/index.ts';
import { failure, json, peer } from './peer.ts';

const ts = '2026-05-05T20:20:12.497Z';
const deleted = (number: number) => ({
  type: 'chat.deleted',
  chatID: `!${number}:x`,
  ids: [`!${number}:x`],
  ts,
  cursor: `a.${number}`,
});
const page = (cursor: string, ...numbers: readonly number[]) =>
  json(200, { items: numbers.map(deleted), cursor, hasMore: false });

test('a stream starts at the newest cursor and goes on from the last one', async (t) => {
  const { client, seen } = await peer(t, [page('a.4'), page('a.6', 5, 6), page('a.9'), page('a.10', 10)]);
  const cursors: string[] = [];
  for await (const { cursor } of client().events.stream({ types: ['chat.deleted'] })) {
    cursors.push(cursor);
    if (cursor === 'a.10') break;
  }
  assert.deepEqual(cursors, ['a.5', 'a.6', 'a.10']);
  assert.deepEqual(
    seen.map(({ url }) => new URL(url, 'http://x').searchParams.get('since')),
    [null, 'a.4', 'a.6', 'a.9'],
  );
  assert.ok(seen.every(({ url }) => url.includes('types=chat.deleted')));
  assert.ok(seen.slice(1).every(({ url }) => url.includes('wait=25')));
});

test('a stream outlives interruptions without a gap, with growing pauses', async (t) => {
  const { client, seen, sleeps } = await peer(t, [
    page('a.2', 2),
    failure(503),
    (response) => response.destroy(),
    (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"items":[', () => response.destroy()),
    failure(502),
    page('a.3', 3),
  ]);
  const cursors: string[] = [];
  for await (const { cursor } of client().events.stream({ since: 'a.1' })) {
    cursors.push(cursor);
    if (cursor === 'a.3') break;
  }
  assert.deepEqual(cursors, ['a.2', 'a.3']);
  assert.deepEqual(sleeps, [500, 1_000, 2_000, 4_000]);
  assert.ok(seen.slice(1).every(({ url }) => url.includes('since=a.2')));
});

test('a stream throws what a repetition cannot cure', async (t) => {
  for (const status of [401, 403, 410, 422]) {
    const { client } = await peer(t, [failure(status)]);
    await assert.rejects(client().events.stream({ since: 'a.1' }).next(), (error) => {
      assert.ok(error instanceof APIError);
      assert.equal(error.status, status);
      return true;
    });
  }
});

test('a signal ends a stream that waits', async (t) => {
  const stopping = new AbortController();
  const { client } = await peer(t, [() => stopping.abort()]);
  const next = client().events.stream({ since: 'a.1' }, { signal: stopping.signal }).next();
  await assert.rejects(next, APIUserAbortError);
});

test('the place of a moment is found in a log whose beginning is forgotten', async (t) => {
  const oldest = 700;
  const newest = 5_000;
  /** Event n happened at n seconds. */
  const { client, seen } = await peer(t, [
    (response, request) => {
      const since = new URL(request.url ?? '', 'http://x').searchParams.get('since');
      const place = since === null ? newest : Number(since.slice(2));
      const items = place >= newest ? [] : [{ ...deleted(place + 1), ts: new Date((place + 1) * 1_000).toISOString() }];
      const answer =
        place < oldest
          ? json(410, { code: 'CURSOR_GONE', message: 'gone', details: { oldestCursor: `a.${oldest}` } })
          : json(200, { items, cursor: items[0]?.cursor ?? `a.${place}`, hasMore: place < newest });
      answer(response, request);
    },
  ]);
  const at = (seconds: number) => client().events.cursorAt(new Date(seconds * 1_000));
  assert.deepEqual(await at(3_000), { cursor: 'a.2999', isWhole: true });
  assert.ok(seen.length < 20, String(seen.length));
  assert.deepEqual(await at(2_999.5), { cursor: 'a.2999', isWhole: true });
  assert.deepEqual(await at(5_001), { cursor: 'a.5000', isWhole: true });
  assert.deepEqual(await at(10), { cursor: 'a.700', isWhole: false });
});
