/** Several bridge programs at once, programs that end with a reason, and files that are refused. */

import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addBridgeProgram, readSettings, startServer } from '@partyline/server';
import { removeFolder, temporaryFolder } from '../../../test/support/server.ts';
import { meaningOf } from '../src/program/exit-codes.ts';
import { apiOf } from './api.ts';
import { installDouble } from './double-program.ts';
import { account, chats, messages, signIn, startHosting } from './hosting.ts';
import { startNetwork } from './network.ts';
import { bridgesOn } from './processes.ts';

test('several bridges run at once, each with its own chats, and one that ends takes no other with it', async (t) => {
  const dataDir = await temporaryFolder();
  const other = await startNetwork(t);
  const programs = join(dataDir, 'bridges');
  const down = join(dataDir, 'down');
  installDouble(programs, other.url, { down }, { name: 'mautrix-twin' });
  // A type that a built-in network has, and a second program of a type.
  installDouble(programs, other.url, {}, { name: 'mautrix-irc' });
  const hosting = await startHosting(t, { dataDir });
  const { items } = await hosting.api.get<{ items: { id: string; type: string }[] }>('/v1/bridges');
  assert.deepEqual(items.map(({ id }) => id).sort(), [
    'local-archive',
    'local-double',
    'local-irc',
    'local-mautrix-irc',
    'local-twin',
  ]);

  const first = await signIn(hosting, 'ann');
  const second = await signIn(hosting, 'ann', 'local-twin');
  hosting.network.happen('ann', { kind: 'message', id: '1', sender: 'bob', text: 'first', chat: { id: 'bob' } });
  other.happen('ann', { kind: 'message', id: '1', sender: 'bob', text: 'second', chat: { id: 'bob' } });
  const all = await chats(hosting, (some) => some.length === 2);
  for (const [accountID, text] of [
    [first, 'first'],
    [second, 'second'],
  ]) {
    const chat = all.find((one) => one.accountID === accountID);
    await messages(hosting, chat?.id ?? '', (some) => some[0]?.text === text);
  }

  await hosting.close();
  writeFileSync(down, '15');
  const again = await startHosting(t, { dataDir, network: hosting.network });
  const ended = await account(again, second, ({ status }) => status === 'attention_required');
  assert.match(ended.statusText ?? '', /^The bridge program for Double cannot use its database\./);
  await account(again, first, ({ status }) => status === 'connected');
});

/** In this order: after each that may pass, the next start is held back for longer. */
const exits: readonly (readonly [code: number, status: string, text: RegExp])[] = [
  [11, 'attention_required', /settings that only you can know/],
  [2, 'disconnected', /^The bridge program for Double crashed\. Partyline keeps trying\.$/],
  [77, 'disconnected', /ended with code 77\. Its reason is in the log\./],
];

test('how a program ended is the status of its accounts, with what to do about it', async (t) => {
  const dataDir = await temporaryFolder();
  const down = join(dataDir, 'down');
  const hosting = await startHosting(t, { dataDir, settings: { down } });
  const accountID = await signIn(hosting, 'ann');
  const tryAgain = async () => {
    for (const action of ['disable', 'enable'])
      await hosting.api.call('PATCH', `/v1/accounts/${accountID}`, { isDisabled: action === 'disable' });
  };
  writeFileSync(down, '11');
  for (const pid of bridgesOn(dataDir)) process.kill(pid, 'SIGKILL');
  for (const [code, expected, text] of exits) {
    writeFileSync(down, String(code));
    await tryAgain();
    const told = await account(hosting, accountID, ({ statusText = '' }) => text.test(statusText));
    assert.equal(told.status, expected, `code ${code}`);
  }
  rmSync(down);
  await tryAgain();
  await account(hosting, accountID, ({ status }) => status === 'connected');
});

test('every exit code of a bridge has words of its own, and says whether trying again helps', () => {
  const words = (code: number) => meaningOf('Net', { code, signal: null });
  const lasting = [10, 11, 12, 14, 15, 16, 17, 18, 20, 21, 22, 23, 31, 32];
  assert.deepEqual(
    lasting.filter((code) => words(code).isPassing || /Its reason is in the log/.test(words(code).text)),
    [],
  );
  assert.equal(new Set(lasting.map((code) => words(code).text)).size >= lasting.length - 1, true);
  for (const code of [0, 1, 2, 13, 137, 143]) assert.equal(words(code).isPassing, true, `code ${code}`);
});

const refused: readonly (readonly [name: string, content: string, mode: number, reason: RegExp])[] = [
  ['letter', 'Dear Ann', 0o644, /letter may not be run\. Allow it with: chmod \+x .*letter$/],
  ['words', '#!/bin/sh\necho hello\n', 0o755, /does not answer --version-json \(what it prints is not JSON\)/],
  ['failing', '#!/bin/sh\nexit 3\n', 0o755, /\(it ended with code 3\)/],
  ['other', '#!/bin/sh\necho "{\\"Name\\": \\"tool\\"}"\n', 0o755, /not a mautrix bridge of the new kind/],
  [
    'strange',
    '#!/bin/sh\necho "{\\"Name\\": \\"../x\\", \\"Mautrix\\": {\\"Version\\": \\"1\\"}}"\n',
    0o755,
    /calls itself "\.\.\/x", which cannot be used as a name/,
  ],
  ['foreign', '\u007fELF\u0002\u0001\u0001', 0o755, /not a mautrix bridge for this machine/],
];

test('a file that is no bridge is not added, with the reason, and nothing is changed', async (t) => {
  const folder = await temporaryFolder();
  t.after(() => removeFolder(folder));
  const dataDir = join(folder, 'data');
  for (const [name, content, mode, reason] of refused) {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    await assert.rejects(addBridgeProgram(dataDir, path), reason, name);
  }
  await assert.rejects(addBridgeProgram(dataDir, join(folder, 'missing')), /There is no file .*missing\.$/);
  await assert.rejects(addBridgeProgram(dataDir, folder), /is not a file\.$/);
  assert.equal(existsSync(dataDir), false);
});

test('a server starts without the bridges that cannot be offered, and with the others', async (t) => {
  const dataDir = await temporaryFolder();
  const network = await startNetwork(t);
  const programs = join(dataDir, 'bridges');
  mkdirSync(programs, { recursive: true });
  const program = installDouble(programs, network.url);
  // Settings that are not JSON, a second copy of a program, and one that never gets ready.
  const spoilt = installDouble(programs, network.url, {}, { name: 'mautrix-spoilt' });
  writeFileSync(`${spoilt}.json`, '{');
  copyFileSync(program, join(programs, 'mautrix-double-copy'));
  installDouble(programs, network.url, { exit: 18 }, { name: 'mautrix-newer' });
  const argv = ['--port=0', `--data-dir=${dataDir}`, '--log-level=silent'];
  const accessToken = 'token-of-the-bridge-tests';
  const server = await startServer(readSettings({ argv, env: { PARTYLINE_ACCESS_TOKEN: accessToken } }));
  t.after(async () => {
    await server.close();
    await removeFolder(dataDir);
  });
  const { items } = await apiOf(server.url, accessToken).get<{ items: { id: string }[] }>('/v1/bridges');
  assert.deepEqual(items.map(({ id }) => id).sort(), ['local-archive', 'local-double', 'local-irc']);
});
