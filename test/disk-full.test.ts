/** The disk is full for a while: what comes in is held, sends are refused, what was sent is confirmed once there is room again. */

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiOf } from './kill/api.ts';
import { passThrough } from './kill/trouble.ts';
import { prepareVictim } from './kill/victim.ts';
import { requireProgram } from './support/ircd.ts';
import { addSandboxAccount } from './support/sandbox.ts';
import { requireSmallDisk, type SmallDisk, smallDisk } from './support/small-disk.ts';
import { until } from './support/until.ts';

const skip = requireSmallDisk();
const megabytes = 48;

async function folderOn(disk: SmallDisk): Promise<string> {
  const folder = join(disk.path, 'data');
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

test('a full disk loses nothing and doubles nothing', {
  skip: skip || requireProgram('inspircd', 'openssl'),
}, async (t) => {
  const disk = smallDisk(megabytes);
  t.after(() => disk.end());
  const { complaints, ...figures } = await passThrough({
    dataDir: await folderOn(disk),
    begin: async () => disk.fill(),
    end: async () => disk.free(),
    lastsMs: 8_000,
  });
  t.diagnostic(JSON.stringify({ ...figures, errors: figures.errors.length }));
  assert.deepEqual(complaints, []);
});

test('a message the network has taken is confirmed when there is room again, and not sent twice', {
  skip,
}, async (t) => {
  const disk = smallDisk(megabytes);
  t.after(() => disk.end());
  const victim = prepareVictim({ dataDir: await folderOn(disk), flags: ['--sandbox'] });
  t.after(() => victim.kill());
  victim.start();
  const api = apiOf(victim);
  const { accountID } = await addSandboxAccount(await victim.url(), 'tester');
  const command = <T>(body: unknown) =>
    api.ask<T>({ method: 'POST', path: `/v1/accounts/${encodeURIComponent(accountID)}/sandbox`, body });
  const received = () =>
    command<{ messages: readonly { text: string; attempts: number }[] }>({ received: { chat: 'silent' } });
  const body = { accountID, user: { id: 'silent' } };
  const chat = await api.ask<{ id?: string; chatID?: string }>({ method: 'POST', path: '/v1/chats/start', body });
  const path = `/v1/chats/${encodeURIComponent(chat.id ?? chat.chatID ?? '')}/messages`;

  // The network has it at once, and says so only later: meanwhile the disk fills.
  await command({ send: 'silent' });
  const { pendingMessageID } = await api.ask<{ pendingMessageID: string }>({
    method: 'POST',
    path,
    body: { text: 'confirmed later' },
  });
  await until('the network has it', async () => ((await received()).messages.length > 0 ? true : undefined));
  disk.fill();
  await until('nothing can be written', async () => {
    const { status } = await api.once({ method: 'POST', path, body: { text: `filler ${Math.random()}` } });
    return status === 503 ? true : undefined;
  });
  await command({ send: 'ok' });
  const statusOf = async () => {
    const message = await api.ask<{ sendStatus?: { status: string } }>({ path: `${path}/${pendingMessageID}` });
    return message.sendStatus?.status;
  };
  assert.equal(await statusOf(), 'PENDING');

  disk.free();
  const settled = await until('it is settled', async () => {
    const status = await statusOf();
    return status === 'PENDING' ? undefined : status;
  });
  assert.equal(settled, 'SUCCESS');
  const { messages } = await received();
  const arrivals = messages.filter(({ text }) => text === 'confirmed later');
  assert.deepEqual(
    arrivals.map(({ attempts }) => attempts),
    [1],
  );
});
