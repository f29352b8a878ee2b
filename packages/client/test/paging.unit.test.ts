import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartylineError } from '../src/index.ts';
import { failure, json, peer } from './peer.ts';

const page = (ids: string[], hasMore: boolean, oldestCursor: string | null) =>
  json(200, { items: ids.map((id) => ({ id })), hasMore, oldestCursor, newestCursor: null });

async function idsOf(list: AsyncIterable<{ id: string }>): Promise<string[]> {
  return (await Array.fromAsync(list)).map((item) => item.id);
}

test('items of all pages come as one stream, with the same query and the cursor of the page before', async (t) => {
  const { client, seen } = await peer(t, [
    page(['a', 'b'], true, 'c/1'),
    page(['c'], true, 'c2'),
    page(['d'], false, 'c3'),
  ]);
  const list = client().accounts.contacts.list('x', { limit: 2, query: 'q', direction: 'before' });
  assert.deepEqual(await idsOf(list), ['a', 'b', 'c', 'd']);
  assert.deepEqual(
    seen.map(({ url }) => url.slice(url.indexOf('?'))),
    [
      '?limit=2&query=q&direction=before',
      '?limit=2&query=q&direction=before&cursor=c%2F1',
      '?limit=2&query=q&direction=before&cursor=c2',
    ],
  );
});

const ends: ReadonlyArray<[why: string, last: ReturnType<typeof page>, ids: string[]]> = [
  ['an empty page', page([], true, 'c2'), ['a']],
  ['hasMore false', page(['b'], false, 'c2'), ['a', 'b']],
  ['no cursor', page(['b'], true, null), ['a', 'b']],
  ['a cursor that does not move', page(['b'], true, 'c1'), ['a', 'b']],
];
for (const [why, last, ids] of ends) {
  test(`${why} ends the walk`, async (t) => {
    const { client, seen } = await peer(t, [page(['a'], true, 'c1'), last, failure(404)]);
    assert.deepEqual(await idsOf(client().accounts.contacts.list('x')), ids);
    assert.equal(seen.length, 2);
  });
}

test('awaited, a list is its first page, from which one can go on by hand', async (t) => {
  const { client, seen } = await peer(t, [page(['a'], true, 'c1'), page(['b'], false, 'c2')]);
  const first = await client().accounts.contacts.list('x');
  assert.deepEqual(
    [first.items, first.hasMore, first.oldestCursor, first.newestCursor],
    [[{ id: 'a' }], true, 'c1', null],
  );
  assert.equal(seen.length, 1);
  const second = await first.getNextPage();
  assert.deepEqual(second.getPaginatedItems(), [{ id: 'b' }]);
  assert.equal(second.hasNextPage(), false);
  await assert.rejects(second.getNextPage(), PartylineError);
});

test('an error on any page reaches the one who iterates', async (t) => {
  const { client } = await peer(t, [page(['a'], true, 'c1'), failure(404)]);
  const seen: string[] = [];
  await assert.rejects(
    async () => {
      for await (const user of client().accounts.contacts.list('x')) seen.push(user.id);
    },
    { status: 404 },
  );
  assert.deepEqual(seen, ['a']);
});
