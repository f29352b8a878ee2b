/** What becomes of messages and reactions after they were sent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { account, chatWithBob, hostDouble, ofBob, openConnection, toldOf } from './connection.ts';

test('a status that comes after the send was given up settles it', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  hosted.network.answer({ silent: true });
  const sending = opened.connection.send({ ...ofBob, transactionID: 't1', text: 'Hello?' });
  const rejected = assert.rejects(sending, { outcome: 'uncertain' });
  await eventually(
    () => hosted.network.arrived,
    ({ length }) => length === 1,
  );
  await opened.reopen();
  await rejected;
  const event = hosted.network.arrived[0]?.event;
  hosted.network.happen('ann', { kind: 'status', event, status: { status: 'SUCCESS' }, chat: { id: 'bob' } });
  const [, settled] = await toldOf(opened, 'message', ({ length }) => length === 2);
  assert.partialDeepStrictEqual(settled, { transactionID: 't1', id: event?.event_id, text: 'Hello?' });
});

test('a reaction is taken back whichever way its emoji is written', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  const messageID = await chatWithBob(hosted, opened);
  // On the phone; bridges write the emoji with the sign that it is a picture.
  hosted.network.happen('ann', { kind: 'reaction', id: 'm1', sender: 'ann', key: '❤\uFE0F', chat: { id: 'bob' } });
  await toldOf(opened, 'reaction', ({ length }) => length === 1);
  const reaction = { ...ofBob, messageID, key: '❤', transactionID: 't1' };
  await opened.connection.react?.(reaction);
  assert.equal(hosted.network.arrived.length, 0);
  await opened.connection.unreact?.(reaction);
  assert.equal(hosted.network.arrived.at(-1)?.event.type, 'm.room.redaction');
});

test('a message is deleted for the own account alone only where nothing else can happen', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  const messageID = await chatWithBob(hosted, opened);
  const remove = (chatID: string) => opened.connection.remove?.({ account, chatID, messageID, forEveryone: false });
  // The redaction that this network knows is for everyone.
  await assert.rejects(async () => remove('bob'), { reason: 'not_supported' });
  assert.equal(hosted.network.arrived.length, 0);
  const chat = { id: 'sms', features: { delete: 0, delete_for_me: true } };
  hosted.network.happen('ann', { kind: 'message', id: 'm2', sender: 'bob', text: 'x', chat });
  await toldOf(opened, 'message', ({ length }) => length === 2);
  await remove('sms');
  assert.deepEqual(hosted.network.arrived.at(-1)?.event.content, { redacts: messageID });
});
