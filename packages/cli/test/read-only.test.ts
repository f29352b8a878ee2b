import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { account, fakeServer } from './fake-server.ts';
import { run, temporaryFolder } from './run.ts';

test('no call that writes gets out, whichever command makes it and however it was asked for', async (t) => {
  const server = await fakeServer(t);
  server.accounts.push(account('ada'));
  const refused = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stdout } = await run([...args, ...server.flags, '--json'], { env });
    assert.equal(code, 2, args.join(' '));
    const { error } = JSON.parse(stdout);
    assert.equal(error.code, 'read_only');
    assert.match(error.message, /--read-only.*Nothing was changed/);
  };
  await refused(['accounts', 'disable', 'ada', '--read-only']);
  await refused(['--read-only', 'accounts', 'disable', 'ada']);
  await refused(['accounts', 'disable', 'ada'], { PARTYLINE_READ_ONLY: '1' });
  await refused(['webhooks', 'add', 'https://example.org/hook', '--read-only']);
  await refused(['accounts', 'remove', 'ada', '--yes', '--read-only']);
  await refused(['accounts', 'add', 'irc', '--set', 'nick=ada', '--read-only']);
  for (const words of ['archive x', 'mute x', 'delete x -y', 'start ada ben', 'draft x y'])
    await refused(['chats', ...words.split(' '), '--read-only']);
  for (const words of ['edit x last y', 'delete x last -y', 'react x last y', 'unreact x last y'])
    await refused(['messages', ...words.split(' '), '--read-only']);
  await refused(['labels', 'create', 'x', '--read-only']);
  assert.deepEqual(server.calls, []);

  const { code, stdout } = await run(['accounts', 'list', '--read-only', ...server.flags]);
  assert.deepEqual([code, stdout.includes('ada')], [0, true]);
  const { code: allowed } = await run(['accounts', 'disable', 'ada', ...server.flags], {
    env: { PARTYLINE_READ_ONLY: '0' },
  });
  assert.equal(allowed, 0);
  assert.equal(server.calls.length, 1);
});

test('nor does a command that writes on this machine', async (t) => {
  const dataDir = join(await temporaryFolder(t), 'data');
  const commands = [
    'serve',
    'serve --demo',
    'token create --name x',
    'token revoke x',
    'passphrase reset',
    'bridges add /bin/true',
    'bridges add --remote whatsapp',
    'bridges remove x -y',
    'bridges reset x -y',
    'restore /nowhere',
  ];
  for (const words of commands) {
    const { code, stderr } = await run([...words.split(' '), '--read-only', '--data-dir', dataDir]);
    assert.equal(code, 2, words);
    assert.match(stderr, /with --read-only \(or PARTYLINE_READ_ONLY\) nothing is written/, words);
  }
  assert.equal(existsSync(dataDir), false);
});
