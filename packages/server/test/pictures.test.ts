/** Pictures that a network gives no URL of. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Account, Chat, ContactList, ContactPage, User } from '@partyline/protocol';
import sharp from 'sharp';
import { chatCalled, chatEvents, readChat } from './support/chats.ts';
import { rowsOf } from './support/database.ts';
import { rawRequest } from './support/media.ts';
import { accountOf, command, connectedAccount, finish, startLogin, untilStatus } from './support/sandbox.ts';
import { startTestServer } from './support/server.ts';

const { api, dataDir, running } = await startTestServer({ after });
const { accountID } = await connectedAccount(api, 'gallery');
/** What the sandbox holds: refs, and what their files are. */
const ref = 'media:picture';
const animationRef = 'media:animation';
const picture = { format: 'png', width: 64, height: 48 };
const animation = { format: 'gif', width: 8, height: 8 };

/** It is one of ours, which leads to that picture. */
async function shows(url: string | null | undefined, wanted = picture): Promise<void> {
  assert.match(url ?? '', /^mxc:\/\/partyline\/[\w-]{22}$/);
  const { status, headers, body } = await rawRequest(
    new URL(`/v1/assets/serve?url=${encodeURIComponent(url ?? '')}`, running.url),
  );
  assert.equal(status, 200);
  assert.equal(headers['content-type'], `image/${wanted.format}`);
  const { format, width, height } = await sharp(body).metadata();
  assert.deepEqual({ format, width, height }, wanted);
}

async function group(chat: Record<string, unknown>, items?: readonly Record<string, unknown>[]): Promise<Chat> {
  const event = { kind: 'chat', chat: { id: 'g', type: 'group', title: 'Gallery', ...chat } };
  await command(api, accountID, { event: { ...event, ...(items && { participants: { complete: true, items } }) } });
  return readChat(api, (await chatCalled(api, accountID, 'Gallery')).id);
}

test('of a chat: shown, told once, replaced, and taken away', async () => {
  const { id, imgURL } = await group({ imgRef: ref });
  await shows(imgURL);
  assert.equal((await group({})).imgURL, imgURL);
  const before = chatEvents(dataDir, id).length;
  assert.equal((await group({ imgRef: ref })).imgURL, imgURL);
  assert.equal(chatEvents(dataDir, id).length, before);
  const other = await group({ imgRef: animationRef });
  assert.notEqual(other.imgURL, imgURL);
  await shows(other.imgURL, animation);
  assert.equal((await group({ imgRef: null })).imgURL, null);
  await group({ imgRef: ref });
  assert.equal((await group({ imgURL: null })).imgURL, null);
});

test('where there is a URL, it counts', async () => {
  const url = 'https://pictures.invalid/1.png';
  assert.equal((await group({ imgURL: url, imgRef: ref })).imgURL, url);
  await shows((await group({ imgURL: null, imgRef: ref })).imgURL);
});

test('of the people in a chat', async () => {
  const people = [
    { id: 'a', imgRef: ref },
    { id: 'b', imgURL: 'data:image/png;base64,AA==' },
    { id: 'c', fullName: 'Cleo' },
  ];
  const { participants } = await group({}, people);
  const [a, b, c] = participants.items;
  assert.deepEqual(Object.keys(a ?? {}).sort(), ['id', 'imgURL']);
  await shows(a?.imgURL);
  assert.deepEqual([b, c], people.slice(1));
});

test('of somebody the network tells of by itself, and who is then met in a search', async () => {
  const lobby = await chatCalled(api, accountID, 'Lobby');
  const painter = lobby.participants.items.find(({ id }) => id === 'painter');
  await shows(painter?.imgURL);
  const { items } = await api.get<ContactList>(`/v1/accounts/${accountID}/contacts?query=painter`);
  assert.deepEqual(
    items.map(({ imgURL }) => imgURL),
    [painter?.imgURL],
  );
});

test('of contacts, and only of those that are shown', async () => {
  const own = await connectedAccount(api, 'curator');
  const path = `/v1/accounts/${own.accountID}/contacts`;
  const remembered = () =>
    rowsOf(
      dataDir,
      'select remote_ref from media where account_id = ? and remote_ref = ?',
      own.accountID,
      animationRef,
    );
  await api.get(`${path}/list?query=echo&limit=1`);
  assert.deepEqual(remembered(), []);
  const page = await api.get<ContactPage>(`${path}/list?query=slow`);
  const [slow]: readonly (User & { readonly imgRef?: string })[] = page.items;
  assert.equal(slow?.imgRef, undefined);
  await shows(slow?.imgURL, animation);
  const found = await api.get<ContactList>(`${path}?query=slow`);
  assert.deepEqual([found.items, remembered().length], [page.items, 1]);
});

test('of a person who is only searched for', async () => {
  const own = await connectedAccount(api, 'seeker');
  const { items } = await api.get<ContactList>(`/v1/accounts/${own.accountID}/contacts?query=slow`);
  await shows(items[0]?.imgURL, animation);
});

test('of the person the account is', async () => {
  const { accountID: own, user } = accountOf(await finish(api, await startLogin(api, 'qr')));
  await untilStatus(api, own, 'connected');
  await shows(user.imgURL, animation);
  const listed = (await api.get<Account[]>('/v1/accounts')).find((account) => account.accountID === own);
  assert.deepEqual(listed?.user, { id: 'qr-user', username: 'qr-user', isSelf: true, imgURL: user.imgURL });
});

test('a picture that nobody can give now is told in words', async () => {
  const { imgURL } = await group({ imgRef: 'zeros:100' });
  await command(api, accountID, { status: 'unconfigured' });
  await untilStatus(api, accountID, 'connection_required');
  const path = `/v1/assets/serve?url=${encodeURIComponent(imgURL ?? '')}`;
  const failed = await api.call<{ message: string }>('GET', path);
  assert.equal(failed.status, 502);
  assert.match(failed.body.message, /not connected/);
});
