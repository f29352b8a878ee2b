import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, json, peer, type Seen } from './peer.ts';

const good = json(200, { chatID: '1', pendingMessageID: 'm1' });
const keyOf = (request: Seen | undefined) => request?.headers['idempotency-key'];

test('a send that is repeated has one key, and says that it is repeated', async (t) => {
  const { client, seen } = await peer(t, [(response) => response.destroy(), failure(503), good]);
  await client().messages.send('1', { text: 'hi' });
  assert.match(String(keyOf(seen[0])), /^[0-9a-f-]{36}$/);
  assert.deepEqual(seen.map(keyOf), Array(3).fill(keyOf(seen[0])));
  assert.deepEqual(
    seen.map(({ headers }) => headers['x-stainless-retry-count']),
    [undefined, '1', '2'],
  );
});

test('two sends have two keys, also of the same text', async (t) => {
  const { client, seen } = await peer(t, [good]);
  await client().messages.send('1', { text: 'hi' });
  await client().messages.send('1', { text: 'hi' });
  assert.notEqual(keyOf(seen[0]), keyOf(seen[1]));
});

test('a key of the caller goes before the own one', async (t) => {
  const { client, seen } = await peer(t, [good]);
  const { messages } = client();
  await messages.send('1', { text: 'hi' }, { idempotencyKey: 'mine' });
  await messages.send('1', { text: 'hi' }, { headers: { 'idempotency-key': 'a header' } });
  await messages.send('1', { text: 'hi', transactionID: 'in the body' });
  assert.deepEqual(seen.map(keyOf), ['mine', 'a header', undefined]);
});
