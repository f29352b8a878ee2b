/** Messages through a bridge program, both ways, with what hangs on them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './api.ts';
import { chats, type Hosting, messages, signIn, startHosting } from './hosting.ts';

/** A chat of Ann's with a first message from Bob. */
async function chatWithBob(hosting: Hosting): Promise<{ accountID: string; chatID: string }> {
  const accountID = await signIn(hosting, 'ann');
  hosting.network.happen('ann', {
    kind: 'message',
    id: 'm1',
    sender: 'bob',
    name: 'Bob',
    text: 'Hello Ann',
    chat: { id: 'bob' },
  });
  const [chat] = await chats(hosting, (all) => all.length === 1);
  return { accountID, chatID: chat?.id ?? '' };
}

const path = (chatID: string, ...rest: string[]) =>
  ['/v1/chats', chatID, ...rest].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join('/');

test('what others write is in the inbox, with edits, reactions, replies and removals', async (t) => {
  const hosting = await startHosting(t);
  const { network } = hosting;
  const { chatID } = await chatWithBob(hosting);
  const chat = { id: 'bob' };
  network.happen('ann', { kind: 'message', id: 'm2', sender: 'bob', text: 'A secnd one', replyTo: 'm1', chat });
  network.happen('ann', { kind: 'edit', id: 'm2', sender: 'bob', text: 'A second one', chat });
  network.happen('ann', { kind: 'reaction', id: 'm1', sender: 'bob', key: '👍', chat });
  network.happen('ann', { kind: 'message', id: 'm3', sender: 'ann', text: 'From my phone', chat });
  network.happen('ann', { kind: 'message', id: 'm4', sender: 'bob', text: 'Oops', chat });
  await messages(hosting, chatID, (all) => all.length === 4);
  network.happen('ann', { kind: 'removal', id: 'm4', sender: 'bob', chat });
  const [first, second, third, fourth] = await messages(
    hosting,
    chatID,
    (all) => all.length === 4 && all[3]?.isDeleted === true,
  );
  assert.partialDeepStrictEqual(first, {
    text: 'Hello Ann',
    senderID: 'bob',
    isSender: false,
    reactions: [{ reactionKey: '👍', participantID: 'bob' }],
  });
  assert.partialDeepStrictEqual(second, { text: 'A second one', linkedMessageID: first?.id });
  assert.notEqual(second?.editedTimestamp, undefined);
  assert.partialDeepStrictEqual(third, { text: 'From my phone', senderID: 'ann', isSender: true });
  assert.equal(fourth?.text ?? '', '');
});

test('a chat has its title, its people with their numbers, and what can be done in it', async (t) => {
  const hosting = await startHosting(t);
  await signIn(hosting, 'ann');
  const chat = { id: 'g1', title: 'Team', members: ['bob', 'carol'] };
  hosting.network.happen('ann', { kind: 'message', id: 'm1', sender: 'bob', name: 'Bob', text: 'Hi all', chat });
  const [found] = await chats(hosting, ([one]) => one?.participants.items.length === 3);
  assert.partialDeepStrictEqual(found, { title: 'Team', type: 'group', capabilities: { reply: 2 } });
  const people = found?.participants.items ?? [];
  assert.deepEqual(people.map(({ id }) => id).sort(), ['ann', 'bob', 'carol']);
  assert.partialDeepStrictEqual(
    people.find(({ id }) => id === 'bob'),
    { phoneNumber: '+15553' },
  );
  assert.equal(people.find(({ isSelf }) => isSelf)?.id, 'ann');

  hosting.network.happen('ann', { kind: 'rename', text: 'The team', chat });
  await chats(hosting, ([one]) => one?.title === 'The team');
});

test('a message arrives on the network, and the network’s answer is its status', async (t) => {
  const hosting = await startHosting(t);
  const { api, network } = hosting;
  const { chatID } = await chatWithBob(hosting);
  const send = (body: object) => api.post<{ pendingMessageID: string }>(path(chatID, 'messages'), body);

  await send({ text: 'Hello **Bob**' });
  const [, sent] = await messages(hosting, chatID, (all) => all[1]?.sendStatus?.status === 'SUCCESS');
  assert.equal(network.arrived.length, 1);
  assert.partialDeepStrictEqual(network.arrived[0], {
    login: 'ann',
    chat: 'bob',
    event: { type: 'm.room.message', content: { msgtype: 'm.text', formatted_body: 'Hello <strong>Bob</strong>' } },
  });
  assert.match(String(network.arrived[0]?.event.content['body']), /^Hello .*Bob/);

  await send({ text: 'An answer', replyToMessageID: sent?.id });
  await messages(hosting, chatID, (all) => all[2]?.sendStatus?.status === 'SUCCESS');
  assert.deepEqual(network.arrived[1]?.event.content['m.relates_to'], {
    'm.in_reply_to': { event_id: network.arrived[0]?.event.event_id },
  });

  network.answer({ status: { status: 'FAIL_PERMANENT', reason: 'com.beeper.unsupported_event', message: 'Not here' } });
  await send({ text: 'Refused' });
  const refused = await messages(hosting, chatID, (all) => all[3]?.sendStatus?.status === 'FAIL_PERMANENT');
  assert.partialDeepStrictEqual(refused[3]?.sendStatus, { reason: 'unsupported_event', message: 'Not here' });
});

test('own messages are edited, reacted to and removed, and what is read is told', async (t) => {
  const hosting = await startHosting(t);
  const { api, network } = hosting;
  const { chatID } = await chatWithBob(hosting);
  await api.post(path(chatID, 'read'), {});
  await eventually(
    () => network.ephemeral,
    (all) => all.some(({ type }) => type === 'm.receipt'),
  );
  await api.post(path(chatID, 'messages'), { text: 'Helo' });
  const [first, own] = await messages(hosting, chatID, (all) => all[1]?.sendStatus?.status === 'SUCCESS');
  const event = network.arrived[0]?.event.event_id;

  await api.call('PUT', path(chatID, 'messages', own?.id ?? ''), { text: 'Hello' });
  assert.partialDeepStrictEqual(network.arrived.at(-1)?.event.content, {
    'm.new_content': { body: 'Hello' },
    'm.relates_to': { rel_type: 'm.replace', event_id: event },
  });
  await messages(hosting, chatID, (all) => all[1]?.text === 'Hello');

  await api.post(path(chatID, 'messages', first?.id ?? '', 'reactions'), { reactionKey: '🎉' });
  assert.equal(network.arrived.at(-1)?.event.type, 'm.reaction');
  const reaction = network.arrived.at(-1)?.event.event_id;
  await api.call('DELETE', path(chatID, 'messages', first?.id ?? '', 'reactions', '🎉'));
  assert.partialDeepStrictEqual(network.arrived.at(-1)?.event, {
    type: 'm.room.redaction',
    content: { redacts: reaction },
  });

  const removed = await api.call('DELETE', path(chatID, 'messages', own?.id ?? ''));
  assert.ok(removed.status < 300, removed.text);
  assert.partialDeepStrictEqual(network.arrived.at(-1)?.event, {
    type: 'm.room.redaction',
    content: { redacts: event },
  });
});

test('files travel both ways', async (t) => {
  const hosting = await startHosting(t);
  const { api, network } = hosting;
  const { chatID } = await chatWithBob(hosting);
  const file = { bytes: 'picture from Bob', type: 'image/png', name: 'cat.png' };
  network.happen('ann', { kind: 'message', id: 'm2', sender: 'bob', text: 'Look', file, chat: { id: 'bob' } });
  const [, picture] = await messages(hosting, chatID, (all) => all.length === 2);
  assert.partialDeepStrictEqual(picture, { text: 'Look', attachments: [{ type: 'img', fileName: 'cat.png' }] });
  const url = picture?.attachments?.[0]?.srcURL ?? '';
  const served = await api.call('GET', `/v1/assets/serve?url=${encodeURIComponent(url)}`);
  assert.equal(served.text, 'picture from Bob');

  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const upload = await api.post<{ uploadID: string }>('/v1/assets/upload/base64', {
    content: png,
    fileName: 'dot.png',
    mimeType: 'image/png',
  });
  await api.post(path(chatID, 'messages'), { text: 'A dot', attachment: { uploadID: upload.uploadID } });
  await messages(hosting, chatID, (all) => all[2]?.sendStatus?.status === 'SUCCESS');
  const [sent] = network.arrived;
  assert.partialDeepStrictEqual(sent?.event.content, {
    msgtype: 'm.image',
    filename: 'dot.png',
    body: 'A dot',
    info: { mimetype: 'image/png' },
  });
  assert.match(sent?.file ?? '', /PNG/);
});

test('history falls into place, also when it comes later and twice', async (t) => {
  const hosting = await startHosting(t);
  await signIn(hosting, 'ann');
  const past = (id: string, minutes: number) => ({ id, sender: 'bob', text: id, ts: Date.now() - minutes * 60_000 });
  const chat = { id: 'bob', history: [past('h3', 30), past('h4', 20)] };
  hosting.network.happen('ann', { kind: 'message', id: 'm1', sender: 'bob', text: 'now', chat });
  const [found] = await chats(hosting, (all) => all.length === 1);
  for (let times = 0; times < 2; times++)
    hosting.network.happen('ann', { kind: 'older', chat, messages: [past('h1', 50), past('h2', 40), past('h3', 30)] });
  hosting.network.happen('ann', { kind: 'message', id: 'm2', sender: 'bob', text: 'end', chat });
  const all = await messages(hosting, found?.id ?? '', (some) => some.at(-1)?.text === 'end');
  assert.deepEqual(
    all.map(({ text }) => text),
    ['h1', 'h2', 'h3', 'h4', 'now', 'end'],
  );
});

test('chats are begun, renamed, and gone when the network says so', async (t) => {
  const hosting = await startHosting(t);
  const { api, network } = hosting;
  const accountID = await signIn(hosting, 'ann');
  const contacts = await api.get<{ items: object[] }>(`/v1/accounts/${accountID}/contacts/list`);
  assert.partialDeepStrictEqual(contacts.items, [
    { id: 'carol', fullName: 'Carol', phoneNumber: '+15550103', email: 'carol@double.example' },
  ]);
  const direct = await api.post<{ chatID: string }>('/v1/chats', {
    accountID,
    type: 'single',
    participantIDs: ['carol'],
    messageText: 'Hello Carol',
  });
  await messages(hosting, direct.chatID, ([first]) => first?.sendStatus?.status === 'SUCCESS');
  assert.partialDeepStrictEqual(network.arrived[0], { chat: 'carol', event: { content: { body: 'Hello Carol' } } });
  const group = await api.post<{ chatID: string }>('/v1/chats', {
    accountID,
    type: 'group',
    participantIDs: ['bob', 'carol'],
    title: 'Trip',
  });
  const renamed = await api.call('PATCH', path(group.chatID), { title: 'The trip' });
  assert.ok(renamed.status < 300, renamed.text);
  await chats(hosting, (all) => all.some(({ id, title }) => id === group.chatID && title === 'The trip'));
  network.happen('ann', { kind: 'gone', chat: { id: 'group-Trip', members: ['bob', 'carol'] } });
  await chats(hosting, (all) => all.length === 1);
});
