import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { OutboxPage } from '@partyline/protocol';
import type { Failure } from './support/api.ts';
import { deliver, readChat, said } from './support/chats.ts';
import { tamper } from './support/data-folder.ts';
import { eventually } from './support/eventually.ts';
import { command, listAccounts, switchAccount, twoAccounts, untilStatus } from './support/sandbox.ts';
import {
  cancel,
  chatOf,
  inState,
  type Place,
  placeIn,
  placeToSend,
  readMessage,
  received,
  retry,
  send,
  sends,
  sent,
  settled,
  stateOf,
  textsReceived,
  trySending,
} from './support/sending.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });

async function disconnect({ api, accountID }: Place): Promise<void> {
  await command(api, accountID, { status: 'lost' });
  await untilStatus(api, accountID, 'disconnected');
}

const connect = ({ api, accountID }: Place) => command(api, accountID, { status: 'connected' });

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('a message for an account that is not connected', () => {
  it('waits, and goes out in order when the account is back', async () => {
    const place = await placeToSend(server);
    await disconnect(place);
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) ids.push(await send(place, text));
    assert.equal(await stateOf(place, ids[0] ?? ''), 'queued');
    assert.equal((await readMessage(place, ids[0] ?? '')).sendStatus?.status, 'PENDING');
    await connect(place);
    for (const id of ids) assert.equal((await settled(place, id)).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(await textsReceived(place), ['one', 'two', 'three']);
  });

  it('waits while the account is connecting', async () => {
    const place = await placeToSend(server);
    await command(place.api, place.accountID, { fault: 'slow-connect', ms: 2_000 });
    await switchAccount(place.api, place.accountID, true);
    await switchAccount(place.api, place.accountID, false);
    await untilStatus(place.api, place.accountID, 'connecting');
    const ids = [await send(place, 'one'), await send(place, 'two')];
    assert.equal(await stateOf(place, ids[0] ?? ''), 'queued');
    for (const id of ids) assert.equal((await settled(place, id)).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(await textsReceived(place), ['one', 'two']);
    await command(place.api, place.accountID, { fault: 'none' });
  });

  it('is not sent from an account that is turned off while its login is connected', async () => {
    const [one, other] = await twoAccounts(server.api, 'pair');
    await untilStatus(server.api, one.accountID, 'connected');
    const place = await chatOf({ api: server.api, url: server.running.url, accountID: one.accountID }, 'silent');
    await sends(place, 'silent');
    const first = await send(place, 'first');
    await eventually(
      () => received(place),
      (all) => all.length === 1,
    );
    const second = await send(place, 'second');
    await switchAccount(place.api, place.accountID, true);
    await sends(place, 'ok');
    assert.equal((await settled(place, first)).sendStatus?.status, 'SUCCESS');
    // The other account goes on meanwhile.
    await sent(await chatOf({ ...place, accountID: other.accountID }, 'silent', other.user.id), 'from the other');
    assert.equal(await stateOf(place, second), 'queued');
    await switchAccount(place.api, place.accountID, false);
    assert.equal((await settled(place, second)).sendStatus?.status, 'SUCCESS');
  });

  it('can be cancelled: the chat says so, and nothing is sent', async () => {
    const place = await placeToSend(server);
    await disconnect(place);
    const [first, second] = [await send(place, 'never'), await send(place, 'sent')];
    assert.equal((await retry(place, first)).status, 409);
    assert.equal((await cancel(place, first)).status, 204);
    const message = await readMessage(place, first);
    assert.equal(message.isDeleted, true);
    assert.equal(message.text, undefined);
    assert.equal(message.sendStatus?.status, 'FAIL_PERMANENT');
    assert.equal(message.sendStatus?.reason, 'cancelled');
    assert.equal((await cancel(place, first)).status, 404);
    await connect(place);
    await settled(place, second);
    assert.deepEqual(await textsReceived(place), ['sent']);
  });

  it('was not sent when it could be cancelled, however close that was', async () => {
    const place = await placeToSend(server);
    const cancelled = new Set<string>();
    const all: string[] = [];
    for (let round = 0; round < 25; round += 1) {
      const ids = await Promise.all([0, 1, 2, 3].map((index) => send(place, `round ${round} number ${index}`)));
      all.push(...ids);
      await Promise.all(
        ids.map(async (id) => {
          if ((await cancel(place, id)).status === 204) cancelled.add(id);
        }),
      );
    }
    for (const id of all) await settled(place, id);
    const got = new Set((await received(place)).map(({ transactionID }) => transactionID));
    assert.ok(cancelled.size > 0);
    assert.deepEqual(
      all.filter((id) => cancelled.has(id) === got.has(id)),
      [],
    );
  });

  it('is forgotten with its account', async () => {
    const place = await placeToSend(server);
    await disconnect(place);
    const id = await send(place, 'too late');
    assert.equal((await place.api.call('DELETE', `/v1/accounts/${place.accountID}`)).status < 300, true);
    assert.equal(
      (await listAccounts(place.api)).some(({ accountID }) => accountID === place.accountID),
      false,
    );
    assert.equal((await cancel(place, id)).status, 404);
  });
});

describe('what waits too long or too much', () => {
  it('fails after the time that is set, and can be sent again', async (t) => {
    const before = await startTestServer(t);
    const place = await placeToSend(before);
    await disconnect(place);
    const id = await send(place, 'stale');
    await before.running.close();
    tamper(before.dataDir, 'update deliveries set expires_at = 1');
    const after = placeIn(await startTestServer(t, { dataDir: before.dataDir }), place);
    const message = await settled(after, id);
    assert.equal(message.sendStatus?.status, 'FAIL_RETRIABLE');
    assert.equal(message.sendStatus?.reason, 'expired');
    await untilStatus(after.api, after.accountID, 'connected');
    await sent(after, 'fresh');
    assert.deepEqual(await textsReceived(after), ['fresh']);
    await retry(after, id);
    await settled(after, id);
    assert.deepEqual(await textsReceived(after), ['fresh', 'stale']);
  });

  it('is refused beyond a thousand', { timeout: 60_000 }, async () => {
    const place = await placeToSend(server);
    await disconnect(place);
    for (let start = 0; start < 1_000; start += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => send(place, `number ${start + index}`)));
    }
    const answer = await trySending<Failure>(place, { text: 'one too many' });
    assert.equal(answer.status, 409);
    assert.match(answer.body.message, /1000 messages wait .* DELETE \/v1\/outbox/);
    const { items } = await place.api.get<OutboxPage>('/v1/outbox?limit=1');
    await cancel(place, items[0]?.pendingMessageID ?? '');
    assert.equal((await trySending(place, { text: 'in its place' })).status, 200);
  });
});

describe('a message that is to be sent later', () => {
  it('goes out at its time, stands in the chat from then on, and leaves unread what nobody has seen', async () => {
    const place = await placeToSend(server);
    const sendAt = new Date(Date.now() + 3_000).toISOString();
    const id = await send(place, { text: 'later', sendAt });
    assert.equal(await stateOf(place, id), 'scheduled');
    const { items } = await place.api.get<OutboxPage>('/v1/outbox');
    const listed = items.find(({ pendingMessageID }) => pendingMessageID === id);
    assert.equal(listed?.sendAt, sendAt);
    assert.equal(listed?.text, 'later');
    assert.equal((await readMessage(place, id)).sendStatus?.status, 'PENDING');
    const list = `/v1/chats/${encodeURIComponent(place.chatID)}/messages`;
    assert.deepEqual((await place.api.get<{ items: unknown[] }>(list)).items, []);
    const theirs = { ...said(place.contact, Date.now()), chat: { id: place.contact, type: 'single' as const } };
    await deliver(place.api, place.accountID, theirs);
    const message = await settled(place, id);
    assert.equal(message.sendStatus?.status, 'SUCCESS');
    assert.ok(Date.parse(message.timestamp) >= Date.parse(sendAt));
    assert.equal((await readChat(place.api, place.chatID)).unreadCount, 1);
    assert.deepEqual(await textsReceived(place), ['later']);
  });

  it('is kept over a restart, and goes out late when its time was missed', async (t) => {
    const before = await startTestServer(t);
    const place = await placeToSend(before);
    const id = await send(place, { text: 'missed', sendAt: inAnHour() });
    await before.running.close();
    tamper(before.dataDir, 'update deliveries set due_at = 1');
    const after = placeIn(await startTestServer(t, { dataDir: before.dataDir }), place);
    assert.equal((await settled(after, id)).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(await textsReceived(after), ['missed']);
  });

  it('can be cancelled, and stays known', async () => {
    const place = await placeToSend(server);
    const id = await send(place, { text: 'never', sendAt: inAnHour() });
    assert.equal((await retry(place, id)).status, 409);
    assert.equal((await cancel(place, id)).status, 204);
    assert.equal(await stateOf(place, id), undefined);
    assert.equal((await readMessage(place, id)).sendStatus?.reason, 'cancelled');
  });

  it('is refused for a time that is over, or none', async () => {
    const place = await placeToSend(server);
    for (const [sendAt, words] of [
      ['2020-01-01T00:00:00.000Z', /has passed/],
      [new Date(Date.now() + 400 * 86_400_000).toISOString(), /more than a year/],
    ] as const) {
      const answer = await trySending<Failure>(place, { text: 'x', sendAt });
      assert.equal(answer.status, 422);
      assert.match(answer.body.message, words);
    }
    assert.equal((await trySending(place, { text: 'x', sendAt: 'tomorrow' })).status, 422);
  });
});

describe('the list of the outbox', () => {
  it('is newest first, in pages, of one chat or of all', async () => {
    const place = await placeToSend(server);
    const other = await chatOf(place, 'fan');
    await disconnect(place);
    const ids = [await send(place, 'one'), await send(other, 'other'), await send(place, 'two')];
    const page = (query: string) => place.api.get<OutboxPage>(`/v1/outbox?${query}`);
    const first = await page('limit=2');
    assert.deepEqual(
      first.items.map(({ pendingMessageID }) => pendingMessageID),
      [ids[2], ids[1]],
    );
    assert.equal(first.hasMore, true);
    const second = await page(`limit=1&cursor=${first.oldestCursor}`);
    assert.equal(second.items[0]?.pendingMessageID, ids[0]);
    const ofChat = await page(`chatID=${encodeURIComponent(place.chatID)}`);
    assert.deepEqual(
      ofChat.items.map(({ text, state }) => [text, state]),
      [
        ['two', 'queued'],
        ['one', 'queued'],
      ],
    );
    await connect(place);
    await inState(place, ids[2] ?? '', undefined);
  });
});
