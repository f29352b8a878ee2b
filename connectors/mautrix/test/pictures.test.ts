/** Pictures of people and chats. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ChatEvent } from '@partyline/connector';
import { chatWithBob, hostDouble, ofBob, openConnection, person, toldOf } from './connection.ts';

test('people and chats have pictures where the bridge has them', async (t) => {
  const hosted = await hostDouble(t);
  const picture = (bytes: string) => ({ bytes, type: 'image/png' });
  hosted.network.happen('ann', { kind: 'picture', picture: picture('everybody') });
  const opened = await openConnection(t, hosted);
  const chat = { id: 'g', members: ['bob', 'eve'], title: 'Team', picture: picture('the team') };
  const elsewhere = { address: 'mxc://elsewhere.example/abc' };
  hosted.network.happen('ann', { kind: 'message', id: '1', sender: 'mia', text: 'a', picture: picture('Mia'), chat });
  hosted.network.happen('ann', { kind: 'message', id: '2', sender: 'zoe', text: 'b', picture: elsewhere, chat });
  await toldOf(opened, 'message', ({ length }) => length === 2);
  const team = opened.told.find((event): event is ChatEvent => event.kind === 'chat')?.chat;
  const fetched = async (ref: string | null | undefined) => {
    const path = join(hosted.folder, `fetched-${Math.random()}`);
    await opened.connection.fetchMedia?.({ ref: ref ?? 'none', path, maxBytes: 1_000 });
    return readFileSync(path, 'utf8');
  };
  assert.equal(await fetched(team?.imgRef), 'the team');

  const direct = { id: 'mia' };
  for (const id of ['mia', 'zoe'])
    hosted.network.happen('ann', { kind: 'message', id: `d-${id}`, sender: id, text: 'c', chat: { ...direct, id } });
  await toldOf(opened, 'message', ({ length }) => length === 4);
  const people = opened.told.flatMap((event) => (event.kind === 'chat' ? (event.participants?.items ?? []) : []));
  assert.equal(await fetched(people.findLast(({ id }) => id === 'mia')?.imgRef), 'Mia');
  // What is on a server that cannot be reached from here is no picture.
  assert.equal(people.findLast(({ id }) => id === 'zoe')?.imgRef, undefined);

  const [carol] = (await opened.connection.contacts?.()) ?? [];
  assert.equal(await fetched(carol?.imgRef), 'everybody');
  const own = (await hosted.connector.login('cookies', person('ann').io)).accounts[0];
  assert.equal(await fetched(own.user.imgRef), 'everybody');
});

test('a picture that is set stays there to be fetched; one that is refused does not', async (t) => {
  const hosted = await hostDouble(t);
  const opened = await openConnection(t, hosted);
  await chatWithBob(hosted, opened);
  const imgPath = join(hosted.folder, 'new.png');
  writeFileSync(imgPath, '\x89PNG and so on', 'latin1');
  const set = () => opened.connection.updateChat?.({ ...ofBob, imgPath });
  hosted.network.answer({ status: { status: 'FAIL_PERMANENT', message: 'Too plain' } });
  await assert.rejects(async () => set(), /Too plain/);
  const media = join(hosted.folder, 'data', 'media');
  assert.deepEqual(readdirSync(media), []);
  await set();
  const changed = await toldOf(opened, 'chat', (all) => typeof all.at(-1)?.chat.imgRef === 'string');
  const path = join(hosted.folder, 'fetched');
  await opened.connection.fetchMedia?.({ ref: changed.at(-1)?.chat.imgRef ?? '', path, maxBytes: 1_000 });
  assert.equal(readFileSync(path, 'latin1'), '\x89PNG and so on');
  assert.match(hosted.network.arrived.at(-1)?.file ?? '', /PNG and so on/);
});
