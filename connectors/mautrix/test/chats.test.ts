/** What is done to a chat and what is known of it: deleting, requests, timers, abilities. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { chatWithBob, hostDouble, ofBob, openConnection, toldOf } from './connection.ts';

test('a chat is deleted when the bridge has deleted its room', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  const { network } = hosted;
  const remove = (forEveryone: boolean) =>
    opened.connection.deleteChat?.({ ...ofBob, forEveryone }) ?? Promise.reject();
  network.answer({ status: { status: 'FAIL_PERMANENT', reason: 'com.beeper.unsupported_event', message: 'Not here' } });
  await assert.rejects(remove(true), { outcome: 'certain', reason: 'unsupported_event', message: 'Not here' });
  assert.deepEqual(network.arrived.at(-1)?.event.content, { delete_for_everyone: true });
  await remove(false);
  assert.partialDeepStrictEqual(network.arrived.at(-1)?.event, { type: 'com.beeper.delete_chat', content: {} });
  assert.deepEqual(network.arrived.at(-1)?.event.content, {});
  await toldOf(opened, 'chat_removed', ([removed]) => removed?.chatID === 'bob');
  await assert.rejects(remove(false), /does not exist/);
});

test('a message that was under way when its chat was deleted is not known to have arrived', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  hosted.network.answer({ silent: true });
  const sending = opened.connection.send({ ...ofBob, transactionID: 't1', text: 'Hello?' });
  await eventually(
    () => hosted.network.arrived,
    ({ length }) => length === 1,
  );
  hosted.network.happen('ann', { kind: 'gone', chat: { id: 'bob' } });
  await assert.rejects(sending, { outcome: 'uncertain' });
});

test('whoever answers a message request accepts it', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened, { isRequest: true });
  const types = () => hosted.network.arrived.map(({ event }) => event.type);
  const send = (text: string) => opened.connection.send({ ...ofBob, transactionID: text, text });
  hosted.network.answer({ status: { status: 'FAIL_PERMANENT', message: 'Blocked' } });
  await assert.rejects(send('no'), /Blocked/);
  assert.deepEqual(types(), ['com.beeper.accept_message_request']);
  await send('one');
  await send('two');
  assert.deepEqual(types().slice(1), ['com.beeper.accept_message_request', 'm.room.message', 'm.room.message']);
});

test('a request that is deleted is declined', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened, { isRequest: true });
  await opened.connection.deleteChat?.({ ...ofBob, forEveryone: false });
  assert.deepEqual(hosted.network.arrived.at(-1)?.event.content, { from_message_request: true });
});

test('a timer is of a kind that the network knows', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  const set = (messageExpirySeconds: number | null) =>
    opened.connection.updateChat?.({ ...ofBob, messageExpirySeconds });
  const content = () => hosted.network.arrived.at(-1)?.event.content;
  await set(3_600);
  assert.deepEqual(content(), {
    type: 'com.beeper.disappearing_timer',
    state_key: '',
    content: { type: 'after_read', timer: 3_600_000 },
  });
  await toldOf(opened, 'chat', (all) => all.at(-1)?.chat.messageExpirySeconds === 3_600);
  await set(null);
  assert.deepEqual(content()?.['content'], {});
  await toldOf(opened, 'chat', (all) => all.at(-1)?.chat.messageExpirySeconds === null);
});

test('what can be done in a chat is what the bridge says', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened, { isRequest: true });
  const [told] = await toldOf(opened, 'chat', ({ length }) => length > 0);
  assert.partialDeepStrictEqual(told?.chat.capabilities, {
    reply: 2,
    markAsUnread: true,
    deleteChat: true,
    deleteChatForEveryone: false,
    messageRequest: { acceptWithMessage: 0, acceptWithButton: 2 },
    disappearingTimer: { types: ['afterRead'], timers: [3_600_000, 86_400_000], omitEmptyTimer: false },
  });
});
