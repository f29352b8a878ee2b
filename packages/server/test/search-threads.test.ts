import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ApiError } from '@partyline/protocol';
import { sql } from 'kysely';
import { openStore, type Store } from '../src/store/store.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder } from './support/server.ts';

async function open(t: TestContext, times = { limitMs: 30_000, idleMs: 60_000 }): Promise<Store> {
  const store = await openStore(temporaryFolder(t), times);
  t.after(() => store.close());
  return store;
}

/** Counts so far that it takes about as long as the number of millions is in tenths of a second. */
const count = (store: Store, millions: number) =>
  sql<{
    last: number;
  }>`with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${millions * 1_000_000})
    select max(n) as last from counter`.execute(store.search);
const one = (store: Store) => sql<{ one: number }>`select 1 as one`.execute(store.search);

test('it sees what is committed, and holds up nobody meanwhile', async (t) => {
  const store = await open(t);
  const order: string[] = [];
  const long = count(store, 15).then(() => order.push('long search'));
  await store.write((tx) => tx.insertInto('owners').values({ id: 'another', created_at: 1 }).execute());
  const owners = await store.search.selectFrom('owners').select('id').orderBy('id').execute();
  order.push('write and short search');
  assert.deepEqual(owners, [{ id: 'another' }, { id: 'owner' }]);
  await long;
  assert.deepEqual(order, ['write and short search', 'long search']);
});

test('many at once all get their own answers', async (t) => {
  const store = await open(t);
  const numbers = Array.from({ length: 40 }, (_, number) => number);
  const found = await Promise.all(
    numbers.map(async (number) => (await sql<{ n: number }>`select ${number} as n`.execute(store.search)).rows[0]?.n),
  );
  assert.deepEqual(found, numbers);
});

test('one that takes too long is refused in words, and the next one is answered', async (t) => {
  const store = await open(t, { limitMs: 1_000, idleMs: 60_000 });
  await one(store);
  await assert.rejects(count(store, 40), (error) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'UNAVAILABLE');
    assert.equal(error.retriable, false);
    assert.match(error.message, /Narrow it down/);
    return true;
  });
  assert.equal((await one(store)).rows[0]?.one, 1);
});

test('while as many long ones are under way as there may be, others are refused after a while', async (t) => {
  const store = await open(t, { limitMs: 1_000, idleMs: 60_000 });
  await Promise.all([one(store), one(store)]);
  const long = [1, 2].map(() => assert.rejects(count(store, 40), /too long/));
  await assert.rejects(one(store), /Too many long searches/);
  await Promise.all(long);
});

test('an error of the query is told, and ends nothing', async (t) => {
  const store = await open(t);
  await assert.rejects(sql`select id from nowhere`.execute(store.search), /no such table/);
  await assert.rejects(sql`delete from owners`.execute(store.search), /readonly/);
  assert.equal((await one(store)).rows[0]?.one, 1);
});

test('a thread that has nothing to do ends, and another starts when there is something', async (t) => {
  const threads = () => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
  const before = threads();
  const store = await open(t, { limitMs: 5_000, idleMs: 10 });
  for (let round = 0; round < 3; round++) {
    const answer = one(store);
    await eventually(threads, (now) => now > before);
    assert.equal((await answer).rows[0]?.one, 1);
    await eventually(threads, (now) => now === before);
  }
});

test('closing the store gives up what is under way', async (t) => {
  const store = await openStore(temporaryFolder(t));
  await one(store);
  const given = assert.rejects(count(store, 20), /interrupted/);
  await store.close();
  await given;
});
