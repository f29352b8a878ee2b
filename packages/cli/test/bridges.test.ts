import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, temporaryFolder } from './run.ts';
import { serve } from './served.ts';

/** A program that says that it is a bridge; it is never started. */
function program(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'mautrix-paper');
  const answer = JSON.stringify({ Name: 'mautrix-paper', FormattedVersion: 'v1', Mautrix: { Version: 'v0.30.0' } });
  writeFileSync(path, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(path, 0o755);
  return path;
}

test('a bridge elsewhere is announced with what its configuration needs, listed, and removed', async (t) => {
  const dataDir = join(await temporaryFolder(t), 'data');
  const at = ['--data-dir', dataDir];
  const none = await run(['bridges', 'list', ...at]);
  assert.deepEqual([none.code, none.stdout.startsWith('There is no bridge here.')], [0, true]);

  const added = await run(['bridges', 'add', '--remote', 'whatsapp', '--port', '29555', ...at]);
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /sh-whatsapp is known now\./);
  assert.match(added.stdout, /^homeserver:\n {2}address: "http:\/\/127\.0\.0\.1:29555"$/m);
  assert.match(added.stdout, /^appservice:\n {2}id: "whatsapp"$/m);
  assert.match(added.stdout, /Warning: Whoever has these tokens/);
  const tokens = /as_token: "([\w-]{43})"/.exec(added.stdout)?.[1] ?? '';
  assert.ok(tokens);

  const again = await run([
    'bridges',
    'add',
    '--remote',
    'whatsapp',
    '--address',
    'http://10.0.0.2:29555',
    '--json',
    ...at,
  ]);
  const { bridgeID, config, isNew, address } = JSON.parse(again.stdout);
  assert.deepEqual([bridgeID, isNew, address], ['sh-whatsapp', false, 'http://10.0.0.2:29555']);
  assert.equal(config.appservice.as_token, tokens);
  const warned = await run(['bridges', 'add', '--remote', 'whatsapp', ...at]);
  assert.match(
    warned.stdout.replaceAll(/\s+/g, ' '),
    /go over the network unprotected to http:\/\/10\.0\.0\.2:29555: put TLS in front/,
  );

  const listed = await run(['bridges', 'list', '--json', ...at]);
  assert.deepEqual(JSON.parse(listed.stdout).items, [
    { bridgeID: 'sh-whatsapp', kind: 'remote', address: 'http://10.0.0.2:29555', port: 29555, accountIDs: [] },
  ]);
  const doctor = await run(['doctor', '--json', ...at]);
  assert.ok(doctor.stdout !== '');

  const unsure = await run(['bridges', 'remove', 'sh-whatsapp', '--json', ...at]);
  assert.deepEqual([unsure.code, JSON.parse(unsure.stdout).error.code], [2, 'not_confirmed']);
  const reset = await run(['bridges', 'reset', 'sh-whatsapp', '--yes', '--json', ...at]);
  assert.equal(reset.code, 0, reset.stderr);
  assert.notEqual(JSON.parse(reset.stdout).config.appservice.as_token, tokens);
  const removed = await run(['bridges', 'remove', 'sh-whatsapp', '--yes', ...at]);
  assert.deepEqual([removed.code, removed.stdout], [0, 'Removed sh-whatsapp.\n']);
  assert.equal(existsSync(join(dataDir, 'bridge-data', 'sh-whatsapp')), false);
});

test('a program is added, listed and removed, and nothing of it is done under a running server', async (t) => {
  const folder = await temporaryFolder(t);
  const dataDir = join(folder, 'data');
  const at = ['--data-dir', dataDir];
  const added = await run(['bridges', 'add', program(folder), '--json', ...at]);
  assert.equal(JSON.parse(added.stdout).type, 'paper');
  const listed = await run(['bridges', 'list', ...at]);
  assert.match(listed.stdout, /local-paper +not known yet +0 +.*mautrix-paper v1/);

  const server = await serve(['--port=0', '--log-level=silent', ...at]);
  t.after(() => server.stop());
  for (const action of ['remove', 'reset']) {
    const refused = await run(['bridges', action, 'local-paper', '--yes', '--json', ...at]);
    const { error } = JSON.parse(refused.stdout);
    assert.deepEqual([refused.code, error.code], [1, 'server_running']);
    assert.ok(error.message.includes(server.url), error.message);
  }
  await server.stop();
  await run(['bridges', 'add', '--remote', 'signal', ...at]);
  const backup = join(folder, 'copy');
  const made = await run(['backup', backup, ...at]);
  assert.ok(
    made.stdout.includes(`Not in it, keep copies:\n\n  ${join(dataDir, 'bridges', 'mautrix-paper')}\n`),
    made.stdout,
  );
  assert.match(
    made.stdout.replaceAll(/\s+/g, ' '),
    /The database of sh-signal is elsewhere: back it up there, at the same time\./,
  );
  const restored = await run(['restore', backup, '--data-dir', join(folder, 'other')]);
  const told = restored.stdout.replaceAll(/\s+/g, ' ');
  assert.match(told, /local-paper needs its program, which is not in a backup: put \S+mautrix-paper \(v1\) back\./);
  assert.match(told, /own database of sh-signal is elsewhere, .* bridges reset sh-signal --data-dir/);
  const removed = await run(['bridges', 'remove', 'local-paper', '--yes', ...at]);
  assert.equal(removed.code, 0, removed.stderr);
  assert.equal(existsSync(join(dataDir, 'bridges', 'mautrix-paper')), false);
});

test('what makes no sense is refused, and nothing is changed', async (t) => {
  const dataDir = join(await temporaryFolder(t), 'data');
  const cases: [readonly string[], number, RegExp][] = [
    [['add'], 2, /Name a bridge program, or one that runs elsewhere/],
    [['add', 'x', '--remote', 'whatsapp'], 2, /not both/],
    [['add', 'x', '--port', '29555'], 2, /are for --remote/],
    [['add', '--remote', 'whatsapp', '--port', '0'], 2, /1 to 65535/],
    [['add', '--remote', 'whatsapp', '--address', 'chat.example.org'], 2, /must be like https/],
    [['add', '--remote', 'What App'], 1, /cannot be a bridge's name/],
    [['add', '/nowhere'], 1, /There is no file/],
    [['remove', 'local-x', '--yes'], 1, /There is none|no data folder/],
    [['reset', 'local-x', '--yes'], 1, /There is none|no data folder/],
  ];
  for (const [args, code, words] of cases) {
    const refused = await run(['bridges', ...args, '--data-dir', dataDir]);
    assert.equal(refused.code, code, `${args.join(' ')}: ${refused.stderr}`);
    assert.match(refused.stderr, words);
  }
  assert.equal(existsSync(join(dataDir, 'bridge-data')), false);
});
