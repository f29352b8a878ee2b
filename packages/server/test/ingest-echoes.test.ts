/** Design contract 3: a message sent from here is there once, in whatever order the network confirms it and gives it back. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { NetworkEvent, Sent } from '@partyline/connector';
import { Batch } from '../src/inbox/intake/batch.ts';
import { confirmPart, transactionIDOf } from '../src/inbox/intake/echoes.ts';
import { soleOwner } from '../src/store/store.ts';
import { message, myself, openTestInbox, type TestInbox, testAccounts } from './support/inbox.ts';

const pendingID = 'm1';
const account = testAccounts.ofOwner(soleOwner)[0];
const sentAt = 50_000;

/** As the outbox leaves a message that is under way: a row that is pending, and a delivery of so many parts. */
async function sendsOne(t: TestContext, parts = 1): Promise<TestInbox> {
  const inbox = await openTestInbox(t);
  await inbox.ingest(message('before', 10_000), message('after', 90_000));
  await inbox.store.write(async (tx) => {
    const { id, account_id } = await tx.selectFrom('chats').selectAll().executeTakeFirstOrThrow();
    const row = { id: 2_048 * 60_000, chat_id: id, pending_id: pendingID, pending: 1, sender_id: 'me', is_self: 1 };
    await tx
      .insertInto('messages')
      .values({ ...row, type: 'TEXT', text: 'said here', send_status: null })
      .execute();
    const times = { due_at: 1, expires_at: 2, created_at: 1 };
    const outgoing = JSON.stringify(Array.from({ length: parts }, () => ({})));
    await tx
      .insertInto('deliveries')
      .values({
        owner_id: soleOwner,
        account_id,
        chat_id: id,
        pending_id: pendingID,
        state: 'sending',
        request: '{}',
        parts: outgoing,
        ...times,
      })
      .execute();
  });
  return inbox;
}

const confirm = (inbox: TestInbox, part: number, sent: Sent) =>
  inbox.store.write(async (tx) => {
    assert.ok(account);
    const batch = new Batch(tx, soleOwner, [account]);
    const chat = await batch.find(account, 'room');
    assert.ok(chat);
    await confirmPart(batch, chat, pendingID, part, sent);
    await batch.finish();
  });

const echo = (id: string, part?: number): NetworkEvent =>
  message(id, sentAt, {
    sender: myself,
    text: 'said here',
    ...(part !== undefined && { transactionID: transactionIDOf(pendingID, part) }),
  });

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

async function theOne(inbox: TestInbox) {
  const [room] = await inbox.seen();
  const [own, ...others] = room?.messages.filter(({ isSender }) => isSender === true) ?? [];
  assert.deepEqual(others, []);
  assert.equal(room?.messages.length, 3);
  assert.ok(own);
  const { sendStatus, ...rest } = own;
  return {
    ...rest,
    status: sendStatus?.status,
    deliveries: await inbox.store.read.selectFrom('deliveries').select('id').execute(),
  };
}

for (const transaction of [0, undefined]) {
  test(`confirmation, echo ${transaction === undefined ? 'without' : 'with'} a transaction ID, edit and reaction in any order`, async (t) => {
    const reaction: NetworkEvent = {
      kind: 'reaction',
      chatID: 'room',
      messageID: 'native',
      sender: { id: 'ann', isSelf: false },
      key: '👍',
      timestamp: 60_000,
    };
    const edit: NetworkEvent = {
      kind: 'edit',
      id: 'e',
      chatID: 'room',
      messageID: 'native',
      timestamp: 60_000,
      text: 'edited elsewhere',
    };
    const steps: readonly ((inbox: TestInbox) => Promise<void>)[] = [
      (inbox) => confirm(inbox, 0, { id: 'native', timestamp: sentAt }),
      (inbox) => inbox.ingest(echo('native', transaction)),
      (inbox) => inbox.ingest(reaction),
      (inbox) => inbox.ingest(edit),
    ];
    for (const order of permutations(steps)) {
      const inbox = await sendsOne(t);
      for (const step of order) await step(inbox);
      await inbox.ingest(echo('native', transaction), echo('native'));
      const { id, sortKey, reactions, ...own } = await theOne(inbox);
      assert.deepEqual(
        reactions?.map(({ reactionKey }) => reactionKey),
        ['👍'],
      );
      assert.equal(own.text, 'edited elsewhere');
      assert.equal(own.status, 'SUCCESS');
      assert.equal(own.timestamp, new Date(sentAt).toISOString());
      assert.equal(own.pendingMessageID, pendingID);
      assert.deepEqual(own.deliveries, []);
    }
  });
}

test('a message that was split is one, whichever parts are confirmed and come back in whatever order', async (t) => {
  const steps: readonly ((inbox: TestInbox) => Promise<void>)[] = [
    (inbox) => confirm(inbox, 0, { id: 'one', timestamp: sentAt }),
    (inbox) => confirm(inbox, 1, { id: 'two', timestamp: sentAt + 1 }),
    (inbox) => inbox.ingest(echo('one', 0)),
    (inbox) => inbox.ingest(echo('two')),
  ];
  for (const order of permutations(steps)) {
    const inbox = await sendsOne(t, 2);
    for (const step of order) await step(inbox);
    const own = await theOne(inbox);
    assert.equal(own.status, 'SUCCESS');
  }
});

test('an echo does not take the place of a message that came with it', async (t) => {
  const inbox = await sendsOne(t);
  await inbox.ingest(message('beside', sentAt), echo('native', 0));
  const [room] = await inbox.seen();
  assert.deepEqual(
    room?.messages.map(({ text }) => text),
    ['text of before', 'text of beside', 'said here', 'text of after'],
  );
});

test('nobody else settles what was sent from here', async (t) => {
  const inbox = await sendsOne(t);
  await inbox.ingest(message('forged', 70_000, { transactionID: pendingID }));
  const [room] = await inbox.seen();
  assert.equal(room?.messages.length, 4);
  assert.equal(room?.messages.find(({ isSender }) => isSender === true)?.id, pendingID);
});
