import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Chat, ChatCapabilities, ChatListItem } from '@partyline/protocol';
import sharp from 'sharp';
import type { Answer, Failure } from './support/api.ts';
import { chatCalled, chatEvents, deliver, readChat, said, upload } from './support/chats.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { command, connectedAccount, untilStatus } from './support/sandbox.ts';
import { startTestServer, testToken } from './support/server.ts';

const server = await startTestServer({ after });
const { api, dataDir, running } = server;
const { accountID } = await connectedAccount(api, 'changes');
const start = Date.UTC(2020, 0, 1);
const lobby = await chatCalled(api, accountID, 'Lobby');
const at = `/v1/chats/${lobby.id}`;

const change = <T = ChatListItem>(body: unknown, path = at): Promise<Answer<T>> => api.call('PATCH', path, body);
/** What the network knows of a chat. */
async function atNetwork(chat: string): Promise<Record<string, unknown>> {
  const answer = await command(api, accountID, { received: { chat } });
  return (answer as { chat: Record<string, unknown> }).chat;
}
async function refused(body: unknown, status: number, message: RegExp, path = at): Promise<void> {
  const before = await readChat(api, path.split('/').at(-1) ?? '');
  const answer = await change<Failure>(body, path);
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.body.message, message);
  assert.deepEqual(await readChat(api, before.id), before);
}
/** A chat of that capability. */
async function chatThatCan(id: string, capabilities: ChatCapabilities): Promise<Chat> {
  await deliver(api, accountID, { kind: 'chat', chat: { id, type: 'group', title: id, capabilities } });
  return chatCalled(api, accountID, id);
}
const nothing: ChatCapabilities = {
  state: { title: { level: 0 }, description: { level: -1 }, avatar: { level: -2 } },
  archive: false,
  readReceipts: false,
  typingNotifications: false,
};

test('title, description and expiry are changed at the network, and then here', async () => {
  const { status, body } = await change({ title: 'Hall', description: 'Quiet, please', messageExpirySeconds: 3_600 });
  assert.equal(status, 200);
  assert.deepEqual([body.title, body.description, body.messageExpirySeconds], ['Hall', 'Quiet, please', 3_600]);
  const { title, description, messageExpirySeconds } = await atNetwork('lobby');
  assert.deepEqual([title, description, messageExpirySeconds], ['Hall', 'Quiet, please', 3_600]);
  const cleared = await change({ title: 'Lobby', description: null, messageExpirySeconds: null });
  assert.deepEqual([cleared.body.description, cleared.body.messageExpirySeconds], [null, null]);
  assert.equal((await change({ messageExpirySeconds: 0 })).body.messageExpirySeconds, null);
});

test('a title that is taken away is replaced by the one that the network gives', async () => {
  await change({ title: null });
  await eventually(
    () => readChat(api, lobby.id),
    ({ title }) => title === 'Echo, Silent, Fan, Painter, Reader',
  );
  await change({ title: 'Lobby' });
});

test('an expiry that the network does not offer is refused with those it does', () =>
  refused({ messageExpirySeconds: 5 }, 422, /3600, 86400, 604800/));

test('what the network of a chat cannot do is refused in its name, and nothing else is done either', async () => {
  const { id } = await chatThatCan('bare', { ...nothing, disappearingTimer: {} });
  for (const [field, value] of [
    ['title', 'New'],
    ['description', 'New'],
    ['imgURL', null],
  ] as const) {
    const answer = await change<Failure>({ [field]: value, isPinned: true }, `/v1/chats/${id}`);
    assert.deepEqual([answer.status, answer.body.code], [422, 'NOT_SUPPORTED']);
    assert.match(answer.body.message, /^Sandbox cannot change/);
  }
  assert.equal((await readChat(api, id)).isPinned, false);
});

test('archive, pin, mute and low priority work on every network, also without a connection', async () => {
  const { id } = await chatThatCan('flags', nothing);
  const on = { isArchived: true, isPinned: true, isMuted: true, isLowPriority: true };
  const off = { isArchived: false, isPinned: false, isMuted: false, isLowPriority: false };
  for (const flags of [on, off, on]) {
    const { body } = await change<ChatListItem>(flags, `/v1/chats/${id}`);
    const { isArchived, isPinned, isMuted, isLowPriority } = body;
    assert.deepEqual({ isArchived, isPinned, isMuted, isLowPriority }, flags);
  }
  assert.equal((await change<ChatListItem>({ isPinned: false }, `/v1/chats/${id}`)).body.isArchived, true);
});

test('a network that keeps an archive is told of it, and of nothing that it does not keep', async () => {
  const group = await api.post<Chat>('/v1/chats', {
    accountID,
    type: 'group',
    participantIDs: ['fan'],
    title: 'Untold',
  });
  const [row] = rowsOf(dataDir, 'select remote_id from chats where public_id = ?', group.id);
  const remoteID = String(row?.['remote_id']);
  await deliver(api, accountID, {
    kind: 'chat',
    chat: { id: remoteID, type: 'group', capabilities: { archive: false } },
  });
  await change({ isArchived: true }, `/v1/chats/${group.id}`);
  await change({ isArchived: true, isPinned: true });
  const known = await eventually(
    () => atNetwork('lobby'),
    ({ isArchived }) => isArchived === true,
  );
  assert.equal('isPinned' in known, false);
  assert.equal('isArchived' in (await atNetwork(remoteID)), false);
  assert.equal((await api.call('POST', `${at}/archive`, { archived: false })).status, 204);
  await eventually(
    () => atNetwork('lobby'),
    ({ isArchived }) => isArchived === false,
  );
});

test('archive takes a body or none', async () => {
  const { id } = await chatThatCan('archived', nothing);
  for (const [body, archived] of [
    [undefined, true],
    [{ archived: false }, false],
    [{}, true],
    [{ archived: false }, false],
  ] as const) {
    const answer = await api.call('POST', `/v1/chats/${id}/archive`, body);
    assert.deepEqual([answer.status, answer.text], [204, '']);
    assert.equal((await readChat(api, id)).isArchived, archived);
  }
  assert.equal((await api.call('POST', '/v1/chats/none/archive')).status, 404);
});

test('each change is one event, and no change is none', async () => {
  const { id } = await chatThatCan('told', nothing);
  const before = chatEvents(dataDir, id).length;
  await change({ isMuted: true, isPinned: true }, `/v1/chats/${id}`);
  await change({ isMuted: true }, `/v1/chats/${id}`);
  await change({}, `/v1/chats/${id}`);
  assert.deepEqual(chatEvents(dataDir, id).slice(before), ['chat.upserted']);
});

test('a picture is one that was uploaded, by its ID, URL or path, and is at the network then', async () => {
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const { uploadID, srcURL } = await upload(running.url, testToken, new Uint8Array(png), 'red.png');
  for (const imgURL of [uploadID, srcURL, fileURLToPath(srcURL), `localmxc://partyline/${uploadID}`]) {
    const { status, body, text } = await change({ imgURL });
    assert.equal(status, 200, text);
    // The network's own word of it may be here already.
    assert.match(body.imgURL ?? '', /^(?:localmxc:\/\/partyline\/|data:)/);
    assert.equal((await atNetwork('lobby'))['imgURL'], `data:image/png;base64,${png.toString('base64')}`);
    await eventually(
      () => readChat(api, lobby.id),
      (chat) => chat.imgURL?.startsWith('data:') === true,
    );
    await change({ imgURL: null });
    await eventually(
      () => readChat(api, lobby.id),
      (chat) => chat.imgURL === null,
    );
  }
});

test('no other file of this machine becomes a picture', async () => {
  const outside = join(dataDir, 'outside.png');
  writeFileSync(outside, 'x');
  const words = await upload(running.url, testToken, new TextEncoder().encode('words'), 'words.txt');
  for (const imgURL of [
    outside,
    `file://${outside}`,
    '/etc/passwd',
    'file:///etc/passwd',
    'https://example.invalid/x.png',
    'file://%zz',
    `${fileURLToPath(words.srcURL)}/../../../outside.png`,
    `/elsewhere/${words.uploadID}`,
    `file:///elsewhere/${words.uploadID}`,
  ]) {
    await refused({ imgURL }, 422, /picture that was uploaded/);
  }
  await refused({ imgURL: words.uploadID }, 422, /words\.txt is none/);
});

test('when the network cannot be reached, what is its own is refused and what is ours is not', async () => {
  const lost = await connectedAccount(api, 'changes-lost');
  const { id } = await chatCalled(api, lost.accountID, 'Lobby');
  await command(api, lost.accountID, { status: 'signed_out' });
  await untilStatus(api, lost.accountID, 'reconnect_required');
  const answer = await change<Failure>({ title: 'x' }, `/v1/chats/${id}`);
  assert.equal(answer.status, 409);
  assert.match(answer.body.message, /not connected.*Sign in again/);
  assert.equal((await change<ChatListItem>({ isArchived: true }, `/v1/chats/${id}`)).body.isArchived, true);
});

test('a draft becomes rich text, and only where there is none', async () => {
  const { body } = await change({ draft: { text: '**soon** <b>' } });
  assert.deepEqual(body.draft, { text: '<strong>soon</strong> &lt;b&gt;' });
  await refused({ draft: { text: 'other' }, isPinned: false, title: 'Not this' }, 409, /draft already/);
  assert.equal((await atNetwork('lobby'))['title'], 'Lobby', 'nothing was changed at the network either');
  assert.equal((await change({ draft: null })).body.draft, null);
  assert.equal((await change({ draft: { text: 'again' } })).status, 200);
  assert.equal((await change({ draft: { text: '' } })).body.draft, null, 'an empty draft is none');
});

test('of several drafts at once one is taken', async () => {
  // While the network is asked for the title, all of them see that there is no draft.
  await command(api, accountID, { delayMs: 200 });
  const drafts = ['one', 'two', 'three', 'four'].map((text) => change({ title: 'Lobby', draft: { text } }));
  const answers = await Promise.all(drafts);
  await command(api, accountID, { delayMs: 0 });
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409]);
  assert.equal(answers.find(({ status }) => status === 409)?.headers.get('x-should-retry'), 'false');
  await change({ draft: null });
});

test('a draft holds uploads, given as the whole result of the upload, and keeps them', async () => {
  const file = await upload(running.url, testToken, new TextEncoder().encode('words'), 'words.txt');
  const { uploadID } = file;
  const { status, body, text } = await change({
    draft: { text: '', attachments: { [uploadID]: { ...file, width: 3 } } },
  });
  assert.equal(status, 200, text);
  assert.deepEqual(body.draft?.attachments?.[uploadID], {
    id: uploadID,
    type: 'file',
    mimeType: file.mimeType,
    fileName: 'words.txt',
    filePath: fileURLToPath(file.srcURL),
    fileSize: 5,
  });
  const [media] = rowsOf(dataDir, 'select kept from media where id = ?', uploadID);
  assert.equal(media?.['kept'], 1);
  await change({ draft: null });
  for (const [type, shown] of [
    ['gif', 'gif'],
    ['voice-note', 'recorded_audio'],
    ['voiceNote', 'recorded_audio'],
    ['image', 'file'],
  ] as const) {
    const given = { uploadID, type, duration: 2, size: { width: 3, height: 4 }, fileName: 'own.bin', mimeType: 'a/b' };
    const answer = await change({ draft: { text: 'see', attachments: { mine: given } } });
    const attachment = answer.body.draft?.attachments?.['mine'];
    assert.ok(attachment);
    const { id, audioDurationSeconds, size, fileName, mimeType } = attachment;
    assert.deepEqual(
      [id, attachment.type, audioDurationSeconds, size, fileName, mimeType],
      ['mine', shown, 2, { width: 3, height: 4 }, 'own.bin', 'a/b'],
    );
    await change({ draft: null });
  }
  await refused({ draft: { text: 'x', attachments: { a: { uploadID: 'none' } } } }, 404, /Upload not found/);
});

test('what does not fit is refused by name', async () => {
  for (const [body, path] of [
    [{ title: '' }, ['body', 'title']],
    [{ messageExpirySeconds: -1 }, ['body', 'messageExpirySeconds']],
    [{ isArchived: 'yes' }, ['body', 'isArchived']],
    [{ draft: 'text' }, ['body', 'draft']],
  ] as const) {
    const answer = await change<Failure>(body);
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.details?.issues[0]?.path, path);
  }
  assert.equal((await change({ isPinned: true }, '/v1/chats/none')).status, 404);
});

test('typing is told to the network', async () => {
  for (const state of ['typing', 'paused'])
    assert.equal((await api.call('POST', `${at}/typing`, { state })).status, 204);
  const { typing } = (await command(api, accountID, { received: { chat: 'lobby' } })) as { typing: boolean[] };
  assert.deepEqual(typing, [true, false]);
  const { id } = await chatThatCan('mute', nothing);
  const refusal = await api.call<Failure>('POST', `/v1/chats/${id}/typing`, { state: 'typing' });
  assert.deepEqual([refusal.status, refusal.body.code], [422, 'NOT_SUPPORTED']);
  assert.equal((await api.call('POST', `${at}/typing`, { state: 'dancing' })).status, 422);
});

test('notify-anyway is refused in words, and an unknown chat is not found', async () => {
  for (const body of [undefined, {}]) {
    const { status, body: failure } = await api.call<Failure>('POST', `${at}/notify-anyway`, body);
    assert.deepEqual([status, failure.code], [422, 'NOT_SUPPORTED']);
    assert.match(failure.message, /^Sandbox cannot notify/);
  }
  assert.equal((await api.call('POST', '/v1/chats/none/notify-anyway')).status, 404);
});

test('what was set stays over a restart', async () => {
  const { id } = await chatThatCan('kept', nothing);
  await deliver(api, accountID, said('kept', start, { chat: { id: 'kept', type: 'group' } }));
  await change({ isMuted: true, isPinned: true, draft: { text: 'later' } }, `/v1/chats/${id}`);
  const before = await readChat(api, id);
  const again = await server.restart();
  assert.deepEqual(await readChat(again.api, id), before);
});
