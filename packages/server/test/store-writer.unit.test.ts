import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { ApiError } from '@partyline/protocol';
import { sql } from 'kysely';
import { openStore, type Store } from '../src/store/store.ts';
import type { Transaction } from '../src/store/writer.ts';
import { rowsOf } from './support/database.ts';
import { temporaryFolder } from './support/server.ts';

async function freshStore(t: TestContext): Promise<{ store: Store; dataDir: string }> {
  const dataDir = temporaryFolder(t);
  const store = await openStore(dataDir);
  t.after(() => store.close());
  return { store, dataDir };
}

const put =
  (key: string, value = '') =>
  (tx: Transaction) =>
    tx
      .insertInto('secrets')
      .values({ owner_id: 'owner', subject: key, name: 'job', sealed: Buffer.from(value) })
      .execute();
const keysIn = (dataDir: string) =>
  rowsOf(dataDir, "select subject from secrets where name = 'job' order by subject").map((row) => row['subject']);

/** Holds the write lock as another process would. */
function holdDatabase(t: TestContext, dataDir: string): () => void {
  const other = new DatabaseSync(join(dataDir, 'partyline.db'));
  t.after(() => other.close());
  other.exec('begin immediate');
  return () => other.exec('rollback');
}

test('contract 1: acknowledged means stored: a write resolves when others can see it', async (t) => {
  const { store, dataDir } = await freshStore(t);
  let insideTheJob: unknown;
  await store.write(async (tx) => {
    await put('one')(tx);
    insideTheJob = keysIn(dataDir);
  });
  assert.deepEqual(insideTheJob, []);
  assert.deepEqual(keysIn(dataDir), ['one']);
});

test('jobs that arrive together share one commit', async (t) => {
  const { store, dataDir } = await freshStore(t);
  const seenByJobs: number[] = [];
  const jobs = Array.from({ length: 40 }, (_, index) =>
    store.write(async (tx) => {
      await put(String(index))(tx);
      seenByJobs.push(keysIn(dataDir).length);
    }),
  );
  const firstDone = jobs[0]?.then(() => keysIn(dataDir).length);
  await Promise.all(jobs);
  assert.deepEqual(new Set(seenByJobs), new Set([0]), 'nothing was committed while jobs ran');
  assert.equal(await firstDone, 40, 'the first was told when all were committed');
});

test('a job that fails takes only its own changes back', async (t) => {
  const { store, dataDir } = await freshStore(t);
  const outcomes = await Promise.allSettled([
    store.write(put('before')),
    store.write(async (tx) => {
      await put('failing')(tx);
      throw new RangeError('no');
    }),
    store.write(put('before')),
    store.write(put('after')),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
  assert.ok(outcomes[1]?.status === 'rejected' && outcomes[1].reason instanceof RangeError);
  assert.deepEqual(keysIn(dataDir), ['after', 'before']);
});

test('jobs run in the order in which they came, and see those before them', async (t) => {
  const { store } = await freshStore(t);
  const seen = await Promise.all(
    ['a', 'b', 'c'].map((key) =>
      store.write(async (tx) => {
        await put(key)(tx);
        const rows = await tx
          .selectFrom('secrets')
          .select('subject')
          .where('name', '=', 'job')
          .orderBy('subject')
          .execute();
        return rows.map((row) => row.subject).join('');
      }),
    ),
  );
  assert.deepEqual(seen, ['a', 'ab', 'abc']);
});

test('more jobs than fit into one commit are all done', async (t) => {
  const { store, dataDir } = await freshStore(t);
  await Promise.all(Array.from({ length: 200 }, (_, index) => store.write(put(String(index)))));
  assert.equal(keysIn(dataDir).length, 200);
});

test('a write waits while another process holds the database, and reading does not', async (t) => {
  const { store, dataDir } = await freshStore(t);
  const release = holdDatabase(t, dataDir);
  const order: string[] = [];
  const writing = store.write(put('late')).then(() => order.push('written'));
  setTimeout(() => {
    order.push('released');
    release();
  }, 150);
  await store.read.selectFrom('owners').select('id').execute();
  order.push('read');
  await writing;
  assert.deepEqual(order, ['read', 'released', 'written']);
  assert.deepEqual(keysIn(dataDir), ['late']);
});

test('closing waits for the writes that were accepted', async (t) => {
  const dataDir = temporaryFolder(t);
  const store = await openStore(dataDir);
  const writing = Promise.all(Array.from({ length: 100 }, (_, index) => store.write(put(String(index)))));
  await store.close();
  await writing;
  assert.equal(keysIn(dataDir).length, 100);
});

test('when the disk is full nothing is changed, and the caller is told to try again', async (t) => {
  const { store, dataDir } = await freshStore(t);
  const pages = Number(rowsOf(dataDir, 'pragma page_count')[0]?.['page_count']);
  await store.write((tx) => sql.raw(`pragma max_page_count = ${pages + 2}`).execute(tx));
  const outcomes = await Promise.allSettled([store.write(put('small')), store.write(put('big', 'x'.repeat(100_000)))]);
  assert.ok(!keysIn(dataDir).includes('big'));
  const stored = outcomes[0]?.status === 'fulfilled';
  assert.equal(keysIn(dataDir).includes('small'), stored, 'told as stored exactly when it is stored');
  assert.ok(outcomes[1]?.status === 'rejected');
  assert.ok(outcomes[1].reason instanceof ApiError, String(outcomes[1].reason));
  assert.equal(outcomes[1].reason.code, 'UNAVAILABLE');
});
