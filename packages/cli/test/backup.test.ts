import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inTerminal, skip } from './pseudo-terminal.ts';
import { run, temporaryFolder } from './run.ts';
import { serve } from './served.ts';

const account = ['accounts', 'add', 'sandbox', '--flow', 'form', '--set', 'username=ada', '--set', 'password=x'];

test('a backup of a running server, put back elsewhere, is the same server with its accounts', async (t) => {
  const folder = await temporaryFolder(t);
  const dataDir = join(folder, 'data');
  const first = await serve(['--port=0', '--sandbox', '--log-level=silent', '--data-dir', dataDir]);
  t.after(() => first.stop());
  const added = await run([...account, '--json', '--data-dir', dataDir]);
  const [{ accountID }] = JSON.parse(added.stdout).accounts;

  const backup = join(folder, 'copy');
  const made = await run(['backup', backup, '--json', '--data-dir', dataDir]);
  assert.deepEqual([made.code, made.stderr], [0, '']);
  const document = JSON.parse(made.stdout);
  assert.deepEqual([document.backup, document.dataDir, document.key, document.files], [backup, dataDir, 'included', 2]);

  const checked = await run(['restore', backup, '--check', '--json', '--data-dir', dataDir]);
  assert.deepEqual([checked.code, JSON.parse(checked.stdout).ok], [0, true]);

  const refused = await run(['restore', backup, '--replace', '--json', '--data-dir', dataDir]);
  const { error } = JSON.parse(refused.stdout);
  assert.deepEqual([refused.code, error.code], [1, 'server_running']);
  assert.ok(error.message.includes(first.url), error.message);

  const other = join(folder, 'other');
  const restored = await run(['restore', backup, '--data-dir', other]);
  assert.equal(restored.code, 0, restored.stderr);
  assert.match(restored.stdout, /Never run this copy and the original at the same time/);
  assert.ok(restored.stdout.includes(`--data-dir ${other}`));
  await first.stop();
  const second = await serve(['--port=0', '--sandbox', '--log-level=silent', '--data-dir', other]);
  t.after(() => second.stop());
  const shown = await run(['accounts', 'show', 'ada', '--json', '--data-dir', other]);
  assert.equal(JSON.parse(shown.stdout).accountID, accountID);
});

test('a backup warns of the key in it, or of the one that is not; the restored folder says what it lacks', async (t) => {
  const folder = await temporaryFolder(t);
  const dataDir = join(folder, 'data');
  const server = await serve(['--port=0', '--log-level=silent', '--data-dir', dataDir]);
  await server.stop();
  const withKey = await run(['backup', join(folder, 'with'), '--data-dir', dataDir]);
  assert.match(withKey.stdout, /Warning: the key is in it/);
  assert.ok(withKey.stdout.includes(`npx partyline restore ${join(folder, 'with')} --replace --data-dir ${dataDir}`));
  const without = await run(['backup', join(folder, 'without'), '--without-key', '--data-dir', dataDir]);
  assert.match(without.stdout, /Warning: the key is not in it/);
  assert.deepEqual(readdirSync(join(folder, 'without')).sort(), ['backup.json', 'partyline.db']);

  const restored = await run(['restore', join(folder, 'without'), '--data-dir', dataDir]);
  assert.equal(restored.code, 1);
  assert.match(restored.stderr, /holds data\. .*--replace/);
  const replaced = await run(['restore', join(folder, 'without'), '--replace', '--data-dir', dataDir]);
  assert.equal(replaced.code, 0, replaced.stderr);
  assert.match(replaced.stdout, /before-restore-\S+\n/);
  assert.match(replaced.stdout, /put your copy of master\.key/);

  const doctor = await run(['doctor', '--quick', '--json', '--data-dir', dataDir]);
  assert.equal(doctor.code, 1);
  const key = JSON.parse(doctor.stdout).findings.find(({ check }: { check: string }) => check === 'key');
  assert.equal(key.level, 'fail');
});

test('without a target the backup is beside the data folder', async (t) => {
  const dataDir = join(await temporaryFolder(t), 'data');
  await (await serve(['--port=0', '--log-level=silent', '--data-dir', dataDir])).stop();
  const { stdout } = await run(['backup', '--json', '--data-dir', dataDir]);
  assert.match(JSON.parse(stdout).backup, /data-backups\/partyline-\d{4}-\d\d-\d\dT\d{6}Z$/);
});

test('what cannot be backed up or restored is told, with the code of the reason', async (t) => {
  const folder = await temporaryFolder(t);
  const cases: [readonly string[], string][] = [
    [['backup', join(folder, 'x'), '--data-dir', join(folder, 'none')], 'no_data_folder'],
    [['restore', join(folder, 'none'), '--data-dir', folder], 'not_a_backup'],
    [['restore', join(folder, 'none'), '--check'], 'not_a_backup'],
  ];
  for (const [args, code] of cases) {
    const { stdout, code: exit } = await run([...args, '--json']);
    assert.deepEqual([exit, JSON.parse(stdout).error.code], [1, code]);
  }
  assert.equal((await run(['restore'])).code, 2);
  assert.deepEqual(readdirSync(folder), []);
});

test('on a terminal nothing is wider than it', { skip }, async (t) => {
  const dataDir = join(await temporaryFolder(t), 'data');
  await (await serve(['--port=0', '--log-level=silent', '--data-dir', dataDir])).stop();
  const terminal = inTerminal(['backup', '--data-dir', dataDir]);
  assert.equal(await terminal.ended(), 0);
  assert.ok(terminal.raw().includes('\x1b[33mWarning:'));
  const prose = terminal
    .screen()
    .split(/\r?\n/)
    .filter((line) => !line.includes(dataDir));
  assert.ok(prose.every((line) => line.length <= 80));
});
