/** What the outbox does with a connection that behaves in ways the sandbox does not. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Connection, type OutgoingMessage, SendError } from '@partyline/connector';
import type { SendStatus } from '@partyline/protocol';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { AccountFacts, Accounts } from '../src/inbox/account-facts.ts';
import { publicChatID } from '../src/inbox/chat-ids.ts';
import { markRead } from '../src/inbox/chats/reading.ts';
import { createIngest } from '../src/inbox/ingest.ts';
import { createOutbox } from '../src/outbox/outbox.ts';
import { said } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { openRoom, owner } from './support/media.ts';
import type { Scope } from './support/server.ts';

const account: AccountFacts = {
  owner,
  accountID: 'a',
  loginID: 'l',
  remoteID: 'r',
  network: 'Test',
  userID: 'me',
  userName: 'Me',
  isConnected: true,
  isDisabled: false,
  capabilities: {},
};
const accounts: Accounts = {
  find: (_owner, accountID) => (accountID === 'a' ? account : undefined),
  ofOwner: () => [account],
  ofLogin: () => [account],
};
const caller = { owner, tokenID: 't', program: 'test', name: 't', scopes: new Set(['read', 'write'] as const) };

/** An outbox with one chat, whose connection is what `link` says. */
async function openOutbox(t: Scope, link: { now: Connection | undefined }) {
  const { media, store } = await openRoom(t);
  const ingest = createIngest({ store, accounts, rememberMedia: media.remember, chatsRemoved() {} });
  await ingest({ owner, loginID: 'l' }, [{ kind: 'chat', chat: { id: 'c', type: 'single' } }]);
  const outbox = createOutbox({
    store,
    log: pino({ level: 'silent' }),
    media,
    accounts,
    connectionOf: () => link.now,
    hasPublicAddress: false,
    patienceMs: 60_000,
    approvalMs: 1_000,
    times: { retryPausesMs: [5, 5], answerLimitMs: 60 },
  });
  t.after(() => outbox.stop());
  await outbox.start();
  const row = (pendingID: string) =>
    store.read.selectFrom('messages').selectAll().where('pending_id', '=', pendingID).executeTakeFirstOrThrow();
  return {
    outbox,
    store,
    row,
    ingest: (events: Parameters<typeof ingest>[1]) => ingest({ owner, loginID: 'l' }, events),
    async send(text: string): Promise<string> {
      const request = { chatID: publicChatID('a', 'c'), text };
      return (await outbox.send(caller, request)).pendingMessageID;
    },
    status: (pendingID: string, wanted: SendStatus['status']): Promise<SendStatus> =>
      eventually(
        async (): Promise<SendStatus> => JSON.parse((await row(pendingID)).send_status ?? '{}'),
        ({ status }) => status === wanted,
      ),
  };
}

const connection = (more: Partial<Connection>): Connection => ({
  close: async () => {},
  send: async ({ transactionID }: OutgoingMessage) => ({ id: `id of ${transactionID}` }),
  ...more,
});

describe('the outbox', () => {
  it('does not know after silence, and takes the answer that comes after all', async (t) => {
    const answer = Promise.withResolvers<{ id: string }>();
    const { send, status, outbox } = await openOutbox(t, { now: connection({ send: () => answer.promise }) });
    const id = await send('hello');
    assert.equal((await status(id, 'FAIL_RETRIABLE')).reason, 'uncertain');
    answer.resolve({ id: 'late' });
    await status(id, 'SUCCESS');
    assert.deepEqual((await outbox.list(owner, { limit: 10 })).items, []);
  });

  it('knows that nothing was sent when the message could not even be prepared, and tries a few times', async (t) => {
    let splits = 0;
    let sends = 0;
    const now = connection({
      split() {
        splits += 1;
        return Promise.reject(new TypeError('broken'));
      },
      async send() {
        sends += 1;
        return {};
      },
    });
    const { send, status } = await openOutbox(t, { now });
    const failure = await status(await send('hello'), 'FAIL_RETRIABLE');
    assert.deepEqual([failure.reason, splits, sends], ['not_prepared', 3, 0]);
  });

  it('sends over the next connection what the last one certainly did not, though it was open before that was known', async (t) => {
    const link: { now: Connection | undefined } = { now: undefined };
    const room = await openOutbox(t, link);
    const next = connection({});
    let tries = 0;
    let lost = 0;
    const losing = (): Connection =>
      connection({
        async send() {
          tries += 1;
          // Two of the three tries that count.
          if (tries <= 2) throw new SendError({ outcome: 'certain', retriable: true, reason: 'busy', message: 'busy' });
          lost += 1;
          // More often than tries are counted.
          link.now = lost < 5 ? losing() : next;
          room.outbox.wake('a');
          throw new SendError({ outcome: 'certain', retriable: true, reason: 'disconnected', message: 'gone' });
        },
      });
    link.now = losing();
    await room.status(await room.send('hello'), 'SUCCESS');
    assert.equal(lost, 5);
  });

  it('finds a place for a message where others stand at that very time', async (t) => {
    const { send, status, row, ingest } = await openOutbox(t, { now: connection({}) });
    const now = Date.now();
    const crowd = Array.from({ length: 3_000 }, (_, index) => said('c', now + index));
    await ingest(crowd);
    const id = await send('in the crowd');
    await status(id, 'SUCCESS');
    assert.equal((await row(id)).text, 'in the crowd');
  });

  it('keeps two messages apart that a network calls by the same ID', async (t) => {
    const { send, status, row } = await openOutbox(t, { now: connection({ send: async () => ({ id: 'the same' }) }) });
    const [first, second] = [await send('one'), await send('two')];
    await status(first, 'SUCCESS');
    await status(second, 'SUCCESS');
    assert.equal((await row(first)).text, 'one');
    assert.equal((await row(second)).text, 'two');
  });

  it('accepts nothing for a chat that goes meanwhile', async (t) => {
    const { send, ingest, store } = await openOutbox(t, { now: undefined });
    const removal = ingest([{ kind: 'chat_removed', chatID: 'c' }]);
    await assert.rejects(send('hello'), { code: 'NOT_FOUND' });
    await removal;
    assert.deepEqual(await store.read.selectFrom('deliveries').select('id').execute(), []);
  });

  it('keeps unread what came while the message waited, in whatever batch its echo comes', async (t) => {
    for (const together of [false, true]) {
      const { send, ingest, store } = await openOutbox(t, { now: undefined });
      const now = Date.now();
      const transactionID = await send('hello');
      const sender = { id: 'me', isSelf: true };
      const events = [said('c', now + 1_000), said('c', now + 2_000, { sender, transactionID })];
      for (const batch of together ? [events] : events.map((event) => [event])) await ingest(batch);
      const chat = await store.read.selectFrom('chats').select('unread_count').executeTakeFirstOrThrow();
      assert.equal(chat.unread_count, 1);
    }
  });

  it('reading a chat does not read what is older by the network than a message that waits', async (t) => {
    const { send, ingest, store } = await openOutbox(t, { now: undefined });
    const written = Date.now();
    await ingest([said('c', written - 10_000)]);
    const pendingID = await send('hello');
    for (const messageID of [undefined, pendingID]) {
      await store.write((tx) => markRead(tx, { owner, chatID: publicChatID('a', 'c'), messageID, userID: 'me' }));
    }
    await ingest([said('c', written - 5_000)]);
    const chat = await store.read.selectFrom('chats').select('unread_count').executeTakeFirstOrThrow();
    assert.equal(chat.unread_count, 1);
  });

  it('lets an edit be found that came before the message had its ID', async (t) => {
    const { send, status, row, ingest, store } = await openOutbox(t, { now: connection({ send: async () => ({}) }) });
    const transactionID = await send('hello');
    await status(transactionID, 'SUCCESS');
    const echo = said('c', Date.now(), { id: 'named', sender: { id: 'me', isSelf: true } });
    const text = 'changed';
    await ingest([echo, { kind: 'edit', id: 'e', chatID: 'c', messageID: 'named', text, timestamp: Date.now() + 1 }]);
    await ingest([{ ...echo, transactionID }]);
    assert.equal((await row(transactionID)).text, text);
    const found = sql<{ rowid: number }>`select rowid from message_index where message_index match 'changed'`;
    const { rows } = await found.execute(store.read);
    assert.deepEqual(
      rows.map(({ rowid }) => rowid),
      [(await row(transactionID)).id],
    );
  });

  it('says after its end what was not handed over, and does not hand it over', async (t) => {
    const handed: string[] = [];
    const first = Promise.withResolvers<{ id: string }>();
    const now = connection({
      split: async () => [{ text: 'one' }, { text: 'two' }],
      send({ text }) {
        handed.push(text);
        return first.promise;
      },
    });
    const { send, outbox } = await openOutbox(t, { now });
    await send('one two');
    await eventually(
      () => handed.length,
      (count) => count === 1,
    );
    const stopping = outbox.stop();
    first.resolve({ id: '1' });
    await stopping;
    const [delivery] = (await outbox.list(owner, { limit: 10 })).items;
    assert.deepEqual([handed, delivery?.state], [['one'], 'queued']);
  });
});
