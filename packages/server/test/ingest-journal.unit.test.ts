import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ingest } from '../src/inbox/ingest.ts';
import { drainJournal } from '../src/inbox/journal.ts';
import { rowsOf } from './support/database.ts';
import { message, openTestInbox, type TestInbox } from './support/inbox.ts';

const journal = (inbox: TestInbox) => rowsOf(inbox.dataDir, 'select event_id from inbound').length;

async function write(inbox: TestInbox, numbers: readonly number[]): Promise<void> {
  const rows = numbers.map((number) => ({
    owner_id: 'owner',
    login_id: 'login',
    event_id: `event-${number}`,
    event: JSON.stringify(message(`event-${number}`, number * 1_000)),
    at: number,
  }));
  await inbox.store.write(async (tx) => {
    await tx
      .insertInto('logins')
      .values({
        id: 'login',
        owner_id: 'owner',
        bridge_id: 'b',
        remote_id: 'r',
        settings: '{}',
        status: 'connected',
        created_at: 1,
      })
      .execute();
    for (const row of rows) await tx.insertInto('inbound').values(row).execute();
  });
}

test('what the first release received is in the inbox after the first start, and its journal is empty', async (t) => {
  const inbox = await openTestInbox(t);
  await write(
    inbox,
    Array.from({ length: 1_200 }, (_, number) => number),
  );
  await drainJournal(inbox.store, (_origin, events) => inbox.ingest(...events));
  const [room] = await inbox.seen();
  assert.equal(room?.messages.length, 1_200);
  assert.equal(room?.messages[7]?.text, 'text of event-7');
  assert.equal(journal(inbox), 0);
});

test('what cannot be brought over yet stays, and is tried at the next start without doubling anything', async (t) => {
  const inbox = await openTestInbox(t);
  await write(inbox, [1, 2, 3]);
  const some: Ingest = async (_origin, events) => {
    await inbox.ingest(...events.slice(0, 2));
    throw new Error('The disk is full');
  };
  await assert.rejects(drainJournal(inbox.store, some), /disk is full/);
  assert.equal(journal(inbox), 3);
  await drainJournal(inbox.store, (_origin, events) => inbox.ingest(...events));
  assert.deepEqual(
    (await inbox.seen())[0]?.messages.map(({ text }) => text),
    [1, 2, 3].map((number) => `text of event-${number}`),
  );
  assert.equal(journal(inbox), 0);
});
