import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createTokens } from '../src/auth/tokens.ts';
import { openStore } from '../src/store/store.ts';
import type { Answer, Failure } from './support/api.ts';
import { deliver } from './support/chats.ts';
import { tamper } from './support/data-folder.ts';
import {
  type Accepted,
  type Place,
  placeIn,
  placeToSend,
  settled,
  textsReceived,
  trySending,
} from './support/sending.ts';
import { startTestServer } from './support/server.ts';

const server = await startTestServer({ after });

const keyed = (key: string) => ({ 'idempotency-key': key });

/** Of a request that was taken. */
async function idOf(answer: Promise<Answer<Accepted>>): Promise<string> {
  const { status, text, body } = await answer;
  assert.equal(status, 200, text);
  return body.pendingMessageID;
}

async function received(place: Place, pendingID: string): Promise<string[]> {
  await settled(place, pendingID);
  return textsReceived(place);
}

describe('the same request twice', () => {
  it('is one message with one Idempotency-Key, in whatever order its fields come', async () => {
    const place = await placeToSend(server);
    const first = await idOf(trySending(place, { text: 'once', mentions: ['silent'] }, keyed('a')));
    const second = await idOf(trySending(place, { mentions: ['silent'], text: 'once' }, keyed('a')));
    assert.equal(second, first);
    assert.deepEqual(await received(place, first), ['once']);
  });

  it('is one message with one transactionID', async () => {
    const place = await placeToSend(server);
    const first = await idOf(trySending(place, { text: 'once', transactionID: 't' }));
    assert.equal(await idOf(trySending(place, { text: 'once', transactionID: 't' })), first);
    assert.deepEqual(await received(place, first), ['once']);
  });

  it('is refused when the key was used for something else', async () => {
    const place = await placeToSend(server);
    const first = await idOf(trySending(place, { text: 'one' }, keyed('b')));
    const answer = await trySending<Failure>(place, { text: 'other' }, keyed('b'));
    assert.equal(answer.status, 422);
    assert.equal(answer.body.details?.issues[0]?.code, 'key_reused');
    assert.deepEqual(await received(place, first), ['one']);
  });

  it('is one message when all come at once', async () => {
    const place = await placeToSend(server);
    const answers = Array.from({ length: 20 }, () => idOf(trySending(place, { text: 'crowd' }, keyed('c'))));
    const ids = new Set(await Promise.all(answers));
    assert.equal(ids.size, 1);
    assert.deepEqual(await received(place, [...ids][0] ?? ''), ['crowd']);
  });

  it('is one message without a key, when it is sent again at once', async () => {
    const place = await placeToSend(server);
    const first = await idOf(trySending(place, { text: 'blind' }));
    assert.equal(await idOf(trySending(place, { text: 'blind' })), first);
    const other = await idOf(trySending(place, { text: 'not blind' }));
    assert.deepEqual(await received(place, other), ['blind', 'not blind']);
  });

  it('is two messages with two keys', async () => {
    const place = await placeToSend(server);
    const first = await idOf(trySending(place, { text: 'same' }, keyed('d')));
    const second = await idOf(trySending(place, { text: 'same' }, keyed('e')));
    assert.notEqual(first, second);
    assert.deepEqual(await received(place, second), ['same', 'same']);
  });

  it('gives the same answer when the chat can no longer be written in', async () => {
    const place = await placeToSend(server);
    const first = await idOf(trySending(place, { text: 'in time' }, keyed('f')));
    const chat = { id: place.contact, type: 'single' as const, isReadOnly: true };
    await deliver(place.api, place.accountID, { kind: 'chat', chat });
    assert.equal(await idOf(trySending(place, { text: 'in time' }, keyed('f'))), first);
    assert.equal((await trySending(place, { text: 'in time' }, keyed('g'))).status, 422);
  });
});

describe('a key', () => {
  it('holds after a restart, is its token’s own, and keeps the time of scheduled messages', async (t) => {
    const before = await startTestServer(t);
    const place = await placeToSend(before);
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const first = await idOf(trySending(place, { text: 'once' }, keyed('a')));
    const later = await idOf(trySending(place, { text: 'later', sendAt }, keyed('b')));
    await received(place, first);
    await before.running.close();
    const store = await openStore(before.dataDir);
    const { token } = await createTokens(store).create({ name: 'other', scopes: ['read', 'write'] });
    await store.close();
    // Its time is over now, as if the answer had been long in coming.
    tamper(before.dataDir, `update deliveries set due_at = 1, expires_at = 9e15 where state = 'scheduled'`);
    const again = await startTestServer(t, { dataDir: before.dataDir });
    const there = placeIn(again, place);
    assert.equal(await idOf(trySending(there, { text: 'once' }, keyed('a'))), first);
    assert.equal(await idOf(trySending(there, { text: 'later', sendAt }, keyed('b'))), later);
    const byOther = { ...keyed('a'), authorization: `Bearer ${token}` };
    const other = await idOf(trySending(there, { text: 'once' }, byOther));
    assert.notEqual(other, first);
    await settled(there, other);
    // The network of the sandbox has forgotten what it got before the restart.
    assert.deepEqual(new Set(await received(there, later)), new Set(['later', 'once']));
  });
});

describe('a retry that says so', () => {
  it('is one message long after the window for blind ones', async (t) => {
    const before = await startTestServer(t);
    const place = await placeToSend(before);
    const first = await idOf(trySending(place, { text: 'slow' }));
    await received(place, first);
    await before.running.close();
    tamper(before.dataDir, 'update idempotency_keys set created_at = created_at - 60000');
    const again = placeIn(await startTestServer(t, { dataDir: before.dataDir }), place);
    assert.equal(await idOf(trySending(again, { text: 'slow' }, { 'x-stainless-retry-count': '1' })), first);
    assert.deepEqual(await textsReceived(again), []);
    const fresh = await idOf(trySending(again, { text: 'slow' }, { 'x-stainless-retry-count': '0' }));
    assert.notEqual(fresh, first);
    assert.deepEqual(await received(again, fresh), ['slow']);
  });
});
