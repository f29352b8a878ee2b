/** Bridge programs that crash, are ended, or cannot run, and servers that end under them. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  removeFolder,
  type ServerProgram,
  startProgram,
  TOKEN,
  temporaryFolder,
} from '../../../test/support/server.ts';
import { discover } from '../src/discover.ts';
import { apiOf, eventually } from './api.ts';
import { installDouble } from './double-program.ts';
import { account, chats, messages, signIn, startHosting } from './hosting.ts';
import { startNetwork } from './network.ts';
import { bridgesOn } from './processes.ts';

test('a bridge that is killed comes back, and nothing is lost or doubled', async (t) => {
  const hosting = await startHosting(t);
  const accountID = await signIn(hosting, 'ann');
  const chat = { id: 'bob' };
  const say = (id: string) => hosting.network.happen('ann', { kind: 'message', id, sender: 'bob', text: id, chat });
  say('one');
  const [found] = await chats(hosting, (all) => all.length === 1);
  for (const round of ['two', 'three']) {
    for (const pid of bridgesOn(hosting.dataDir)) process.kill(pid, 'SIGKILL');
    say(round);
    const lost = await account(hosting, accountID, ({ status }) => status === 'disconnected');
    assert.match(lost.statusText ?? '', /ended/);
    await account(hosting, accountID, ({ status }) => status === 'connected');
  }
  const all = await messages(hosting, found?.id ?? '', (some) => some.length === 3);
  assert.deepEqual(
    all.map(({ text }) => text),
    ['one', 'two', 'three'],
  );
});

test('a message under way when the bridge dies may have been sent, and says so', async (t) => {
  const hosting = await startHosting(t);
  await signIn(hosting, 'ann');
  hosting.network.happen('ann', { kind: 'message', id: '1', sender: 'bob', text: 'Hi', chat: { id: 'bob' } });
  const [chat] = await chats(hosting, (all) => all.length === 1);
  hosting.network.answer({ silent: true });
  await hosting.api.post(`/v1/chats/${encodeURIComponent(chat?.id ?? '')}/messages`, { text: 'Now?' });
  await eventually(
    () => hosting.network.arrived,
    ({ length }) => length === 1,
  );
  for (const pid of bridgesOn(hosting.dataDir)) process.kill(pid, 'SIGKILL');
  const all = await messages(
    hosting,
    chat?.id ?? '',
    (some) => some[1]?.sendStatus?.status.startsWith('FAIL') === true,
  );
  assert.match(all[1]?.sendStatus?.message ?? '', /not known whether this message was sent/);
  assert.equal(hosting.network.arrived.length, 1);
});

test('a program that needs settings says so, and is not listed', async (t) => {
  const dataDir = await temporaryFolder();
  const hosting = await startHosting(t, { dataDir, settings: { exit: 11 } });
  const { items } = await hosting.api.get<{ items: { id: string }[] }>('/v1/bridges');
  assert.deepEqual(
    items.map(({ id }) => id),
    ['local-irc', 'local-archive'],
  );
});

test('files that are no bridges are left out, each with the reason', async (t) => {
  const dataDir = await temporaryFolder();
  t.after(() => removeFolder(dataDir));
  const folder = join(dataDir, 'bridges');
  mkdirSync(folder);
  const write = (name: string, content: string, mode: number) => {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), mode);
  };
  write('letter', 'Dear Ann', 0o644);
  write('other', '#!/bin/sh\necho hello\n', 0o755);
  const reasons: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (message: string) => void reasons.push(message) };
  const named = [join(dataDir, 'missing')];
  assert.deepEqual(await discover({ dataDir, named, taken: new Set(), dialInHost: '127.0.0.1', log }), []);
  const all = reasons.join('\n');
  assert.match(all, /letter may not be run\. Allow it with: chmod \+x/);
  assert.match(all, /other is not a mautrix bridge .*what it prints is not JSON/);
  assert.match(all, /There is no file .*missing/);
});

test('no bridge outlives a server that is killed, and nothing is lost or doubled', async (t) => {
  const dataDir = await temporaryFolder();
  let running: ServerProgram | undefined;
  t.after(async () => {
    await running?.kill();
    await removeFolder(dataDir);
  });
  const network = await startNetwork(t);
  installDouble(join(dataDir, 'bridges'), network.url);
  const say = (id: string) =>
    network.happen('ann', { kind: 'message', id, sender: 'bob', text: id, chat: { id: 'bob' } });
  const start = async () => {
    const server = await startProgram(dataDir);
    running = server;
    return {
      server,
      hosting: {
        api: apiOf(server.url, TOKEN),
        network,
        dataDir,
        restart: () => Promise.reject(new Error('not here')),
        close: () => Promise.reject(new Error('not here')),
      },
    };
  };
  let { server, hosting } = await start();
  const accountID = await signIn(hosting, 'ann');
  const said: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 20; count++) {
      said.push(`${round}-${count}`);
      say(`${round}-${count}`);
    }
    await chats(hosting, (all) => all.length === 1);
    // Once the server alone, and twice the bridge with it.
    if (round > 0) for (const pid of bridgesOn(dataDir)) process.kill(pid, 'SIGKILL');
    await server.kill();
    await eventually(
      () => bridgesOn(dataDir),
      ({ length }) => length === 0,
      15_000,
    );
    ({ server, hosting } = await start());
    await account(hosting, accountID, ({ status }) => status === 'connected');
  }
  const [chat] = await chats(hosting, (all) => all.length === 1);
  const read = async () => {
    const texts: string[] = [];
    for (let cursor = ''; ; ) {
      const path = `/v1/chats/${encodeURIComponent(chat?.id ?? '')}/messages${cursor && `?direction=before&cursor=${cursor}`}`;
      const page = await hosting.api.get<{ items: { text: string; sortKey: string }[]; hasMore: boolean }>(path);
      texts.unshift(...page.items.map(({ text }) => text).toReversed());
      cursor = encodeURIComponent(page.items.at(-1)?.sortKey ?? '');
      if (!page.hasMore) return texts;
    }
  };
  assert.deepEqual(await eventually(read, ({ length }) => length >= said.length), said);
});

test('the configuration that holds tokens is for nobody else to read', async (t) => {
  const hosting = await startHosting(t);
  const path = join(hosting.dataDir, 'bridge-data', 'double', 'config.json');
  assert.match(readFileSync(path, 'utf8'), /as_token/);
  const { stdout } = spawnSync('stat', ['-c', '%a', path], { encoding: 'utf8' });
  assert.equal(stdout.trim(), '600');
});
