import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Message, OutboxPage } from '@partyline/protocol';
import { deliver, said } from './support/chats.ts';
import { eventually } from './support/eventually.ts';
import { drain, newestCursor } from './support/live.ts';
import { untilStatus } from './support/sandbox.ts';
import {
  cancel,
  confirm,
  inState,
  type Place,
  path,
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
} from './support/sending.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });

const arrived = (place: Place, count: number) =>
  eventually(
    () => received(place),
    (all) => all.length >= count,
  );

const texts = async (place: Place) =>
  (await place.api.get<{ items: { text?: string }[] }>(path(place))).items.map(({ text }) => text);

describe('a message of which nobody knows whether it was sent', () => {
  it('says so, stays in the outbox, lets the next one pass, and is never sent again by itself', async (t) => {
    const before = await startTestServer(t, {
      env: { PARTYLINE_SANDBOX_CONFIG: JSON.stringify({ stepMs: 100, replyMs: 10 }) },
    });
    const place = await placeToSend(before);
    await sends(place, 'uncertain', 1);
    const message = await sent(place, 'perhaps');
    assert.equal(message.sendStatus?.status, 'FAIL_RETRIABLE');
    assert.equal(message.sendStatus?.reason, 'uncertain');
    assert.match(message.sendStatus?.message ?? '', /not known whether/);
    assert.equal(message.id, message.pendingMessageID);
    const { items } = await place.api.get<OutboxPage>('/v1/outbox');
    assert.deepEqual(
      items.map(({ state, sendStatus }) => [state, sendStatus]),
      [['uncertain', message.sendStatus]],
    );
    assert.equal((await sent(place, 'next')).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(
      (await received(place)).map(({ text, attempts }) => [text, attempts]),
      [
        ['perhaps', 1],
        ['next', 1],
      ],
    );
    const again = placeIn(await before.restart(), place);
    await untilStatus(again.api, again.accountID, 'connected');
    await sent(again, 'after the restart');
    assert.equal(await stateOf(again, message.id), 'uncertain');
    assert.deepEqual(await textsReceived(again), ['after the restart']);
  });

  it('is settled by its echo, also one that comes later', async () => {
    const place = await placeToSend(server);
    await sends(place, 'uncertain-then-echo', 1);
    const pendingID = await send(place, 'echoed');
    const message = await eventually(
      () => readMessage(place, pendingID),
      ({ sendStatus }) => sendStatus?.status === 'SUCCESS',
    );
    assert.equal(await stateOf(place, pendingID), undefined);
    assert.equal((await received(place))[0]?.id !== undefined && (await readMessage(place, message.id)).text, 'echoed');
    assert.deepEqual(await texts(place), ['echoed']);
  });

  it('is sent again on a person’s word, which a network that knows it takes for the same', async () => {
    const place = await placeToSend(server);
    await sends(place, 'uncertain', 1);
    const { id } = await sent(place, 'again');
    assert.equal((await retry(place, id)).status, 200);
    const message = await settled(place, id);
    assert.equal(message.sendStatus?.status, 'SUCCESS');
    assert.deepEqual(
      (await received(place)).map(({ attempts }) => attempts),
      [2],
    );
  });

  it('can be discarded; should it turn out to be there after all, it is shown', async () => {
    const place = await placeToSend(server);
    await sends(place, 'uncertain', 1);
    const { id } = await sent(place, 'gone?');
    const [got] = await received(place);
    assert.equal((await cancel(place, id)).status, 204);
    const discarded = await readMessage(place, id);
    assert.equal(discarded.isDeleted, true);
    assert.match(discarded.sendStatus?.message ?? '', /not known whether/);
    await deliver(place.api, place.accountID, {
      ...said(place.contact, Date.now(), { id: got?.id ?? '', transactionID: id, text: 'gone?' }),
      chat: { id: place.contact, type: 'single' },
      sender: { id: 'me', isSelf: true },
    });
    assert.equal((await readMessage(place, id)).isDeleted, true);
    assert.deepEqual(
      (await texts(place)).filter((text) => text !== undefined),
      ['gone?'],
    );
  });

  it('has arrived when a person says so: for every client, for good, and once', async (t) => {
    const before = await startTestServer(t);
    const place = await placeToSend(before);
    await sends(place, 'uncertain', 1);
    const { id } = await sent(place, 'it is there');
    const after = await sent(place, 'a later one');
    const cursor = await newestCursor(place.api);
    const { status, body } = await confirm<Message>(place, id);
    assert.deepEqual([status, body.text, body.pendingMessageID], [200, 'it is there', id]);
    assert.deepEqual([body.sendStatus?.status, body.sendStatus?.reason], ['SUCCESS', 'confirmed_by_person']);
    // Where it was written, not where it was confirmed.
    assert.ok(body.sortKey < after.sortKey);
    const told = await drain(place.api, cursor);
    assert.ok(told.some((event) => event.type === 'message.upserted' && event.ids.includes(body.id)));
    assert.equal(await stateOf(place, id), undefined);
    assert.deepEqual((await confirm<Message>(place, id)).body, body);
    assert.equal((await retry(place, id)).status, 404);
    const again = placeIn(await before.restart(), place);
    await untilStatus(again.api, again.accountID, 'connected');
    assert.deepEqual(await readMessage(again, id), body);
    // Should the network say so after all, it is the same message.
    await deliver(again.api, again.accountID, {
      ...said(place.contact, Date.now(), { id: 'late echo', transactionID: id, text: 'it is there' }),
      chat: { id: place.contact, type: 'single' },
      sender: { id: 'me', isSelf: true },
    });
    assert.equal((await texts(again)).filter((text) => text === 'it is there').length, 1);
    assert.equal((await readMessage(again, 'late echo')).id, body.id);
  });

  it('is the only one of which a person can say that it arrived', async () => {
    const place = await placeToSend(server);
    await sends(place, 'refuse', 1);
    const refused = await sent(place, 'no');
    const { status, body } = await confirm<{ message: string }>(place, refused.id);
    assert.deepEqual(
      [status, body.message],
      [409, 'The message is failed. Only an uncertain one can be said to have arrived.'],
    );
    assert.equal(await stateOf(place, refused.id), 'failed');
    await sends(place, 'uncertain', 1);
    const discarded = await sent(place, 'gone');
    await cancel(place, discarded.id);
    assert.equal((await confirm(place, discarded.id)).status, 409);
    assert.equal((await readMessage(place, discarded.id)).isDeleted, true);
    assert.equal((await confirm(place, 'm1')).status, 404);
    const well = await sent(place, 'well');
    assert.deepEqual((await confirm<Message>(place, well.pendingMessageID ?? '')).body, well);
  });

  it('is one whose thread died while it was sent', async () => {
    const place = await placeToSend(server);
    await sends(place, 'silent');
    const pendingID = await send(place, 'and then it crashed');
    await arrived(place, 1);
    const { status } = await place.api.call('POST', `/v1/accounts/${place.accountID}/sandbox`, {
      fault: 'throw',
      ms: 1,
    });
    // It may be gone before it has answered.
    assert.ok(status === 200 || status === 409, `${status}`);
    const message = await settled(place, pendingID);
    assert.equal(message.sendStatus?.reason, 'uncertain');
    await untilStatus(place.api, place.accountID, 'connected');
    assert.equal(await stateOf(place, pendingID), 'uncertain');
    assert.deepEqual(await textsReceived(place), []);
  });
});

describe('a message that is refused', () => {
  it('has failed for good, with the words of the network, and can be tried again all the same', async () => {
    const place = await placeToSend(server);
    await sends(place, 'refuse', 1);
    const message = await sent(place, 'no');
    assert.equal(message.sendStatus?.status, 'FAIL_PERMANENT');
    assert.equal(message.sendStatus?.reason, 'refused');
    assert.equal(message.sendStatus?.message, 'The sandbox was told to refuse messages. Nothing was sent.');
    assert.equal(await stateOf(place, message.id), 'failed');
    assert.deepEqual(await textsReceived(place), []);
    await retry(place, message.id);
    assert.equal((await settled(place, message.id)).sendStatus?.status, 'SUCCESS');
  });
});

describe('a message that the network is too busy for', () => {
  it('is tried again in the background', async () => {
    const place = await placeToSend(server);
    await sends(place, 'busy', 1);
    const [first, second] = [await send(place, 'one'), await send(place, 'two')];
    assert.equal((await settled(place, second)).sendStatus?.status, 'SUCCESS');
    assert.equal((await readMessage(place, first)).sendStatus?.status, 'SUCCESS');
    assert.deepEqual(await textsReceived(place), ['one', 'two']);
  });

  it('has failed after three tries, and can be sent again', { timeout: 30_000 }, async () => {
    const place = await placeToSend(server);
    await sends(place, 'busy', 3);
    const message = await settled(place, await send(place, 'busy'), 20_000);
    assert.equal(message.sendStatus?.status, 'FAIL_RETRIABLE');
    assert.equal(message.sendStatus?.reason, 'busy');
    assert.deepEqual(await textsReceived(place), []);
    await retry(place, message.id);
    assert.equal((await settled(place, message.id)).sendStatus?.status, 'SUCCESS');
  });
});

describe('a message in parts', () => {
  const long = Array.from({ length: 12 }, (_, index) => `word${index} more`).join(' ');

  it('goes on where it stopped: what the network confirmed is not sent again', async () => {
    const place = await placeToSend(server, 'terse');
    // The second part is the uncertain one.
    await sends(place, 'silent');
    const pendingID = await send(place, long);
    await arrived(place, 1);
    await sends(place, 'uncertain');
    const message = await settled(place, pendingID);
    const confirmed = (await received(place)).length;
    assert.equal(message.sendStatus?.reason, 'uncertain');
    assert.ok(confirmed === 2, `${confirmed} parts`);
    assert.match(message.sendStatus?.message ?? '', /A part of it was sent/);
    await sends(place, 'ok');
    await retry(place, pendingID);
    assert.equal((await settled(place, pendingID)).sendStatus?.status, 'SUCCESS');
    const parts = await received(place);
    assert.deepEqual(
      parts.map(({ attempts }) => attempts),
      parts.map((_, index) => (index === 1 ? 2 : 1)),
    );
    assert.equal(
      parts
        .map(({ text }) => text)
        .join(' ')
        .replaceAll(/\s+/g, ' '),
      long,
    );
  });

  it('goes on behind the part that has arrived when a person says so', async () => {
    const place = await placeToSend(server, 'terse');
    await sends(place, 'silent');
    const pendingID = await send(place, long);
    await arrived(place, 1);
    await sends(place, 'uncertain');
    assert.equal((await settled(place, pendingID)).sendStatus?.reason, 'uncertain');
    const handedOver = (await received(place)).length;
    await sends(place, 'ok');
    assert.equal((await confirm<Message>(place, pendingID)).status, 200);
    const message = await settled(place, pendingID);
    assert.deepEqual([message.text, message.sendStatus?.status], [long, 'SUCCESS']);
    const parts = await received(place);
    assert.ok(parts.length > handedOver, `${parts.length} of ${handedOver}`);
    assert.deepEqual([...new Set(parts.map(({ attempts }) => attempts))], [1]);
    const whole = parts.map((part) => part.text).join(' ');
    assert.equal(whole.replaceAll(/\s+/g, ' '), long);
    assert.equal((await readMessage(place, parts[0]?.id ?? '')).id, message.id);
  });

  it('stands as it is when it is given up half sent', async () => {
    const place = await placeToSend(server, 'terse');
    await sends(place, 'silent');
    const pendingID = await send(place, long);
    await arrived(place, 1);
    await sends(place, 'refuse');
    assert.equal((await settled(place, pendingID)).sendStatus?.status, 'FAIL_PERMANENT');
    assert.equal((await cancel(place, pendingID)).status, 204);
    const message = await readMessage(place, pendingID);
    assert.match(message.id, /^\d+$/);
    assert.match(message.sendStatus?.message ?? '', /A part of it was sent/);
    assert.equal(message.isDeleted, undefined);
    const [part] = await received(place);
    assert.equal((await readMessage(place, part?.id ?? '')).id, message.id);
    assert.equal((await place.api.call('DELETE', path(place, `/${message.id}`))).status, 204);
    assert.equal((await received(place))[0]?.removed, 'for-everyone');
  });
});

describe('a message that is being sent', () => {
  it('can be neither cancelled nor sent again', async () => {
    const place = await placeToSend(server);
    await sends(place, 'silent');
    const pendingID = await send(place, 'under way');
    await inState(place, pendingID, 'sending');
    assert.equal((await cancel(place, pendingID)).status, 409);
    assert.equal((await retry(place, pendingID)).status, 409);
    await sends(place, 'ok');
    assert.equal((await settled(place, pendingID)).sendStatus?.status, 'SUCCESS');
    assert.equal((await cancel(place, pendingID)).status, 404);
    assert.equal((await retry(place, pendingID)).status, 404);
    assert.deepEqual(await textsReceived(place), ['under way']);
  });
});
