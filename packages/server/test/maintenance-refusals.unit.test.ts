import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { backUp } from '../src/maintenance/backup.ts';
import { restore } from '../src/maintenance/restore.ts';
import { verifyBackup } from '../src/maintenance/verify-backup.ts';
import { lockDataFolder } from '../src/store/data-folder.ts';
import { addMedia, damagePage, madeDataFolder, tamper } from './support/data-folder.ts';
import { temporaryFolder } from './support/server.ts';

async function madeBackup(t: TestContext) {
  const dataDir = await madeDataFolder(t);
  const media = addMedia(dataDir, 'AbcdefghijklmnopqrstuV', 'a picture');
  const folder = temporaryFolder(t);
  const backup = join(folder, 'copy');
  await backUp(dataDir, backup, { withKey: true });
  return { dataDir, backup, media, into: join(folder, 'into') };
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(path, bytes);
}

test('one flipped byte in any file of a backup is found, and nothing is restored', async (t) => {
  const { backup, media, into } = await madeBackup(t);
  for (const file of ['partyline.db', 'master.key', media]) {
    flipByte(join(backup, file));
    const found = { code: 'backup_damaged', message: new RegExp(`${file}: it is not as it was written`) };
    await assert.rejects(restore(backup, into, { replace: false }), found);
    await assert.rejects(verifyBackup(backup), found);
    flipByte(join(backup, file));
  }
  assert.ok(!readdirSync(join(backup, '..')).includes('into'));
  await restore(backup, into, { replace: false });
});

test('a backup with a file missing, or a manifest that says something else, is refused', async (t) => {
  const { backup, media, into } = await madeBackup(t);
  const path = join(backup, 'backup.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  const refused = async (changed: unknown, code: string) => {
    writeFileSync(path, typeof changed === 'string' ? changed : JSON.stringify(changed));
    await assert.rejects(restore(backup, into, { replace: false }), { code });
  };
  await refused('{"format": 1', 'backup_damaged');
  await refused({ ...manifest, files: [] }, 'backup_damaged');
  const [first, ...rest] = manifest.files;
  for (const outside of ['../partyline.db', '/etc/passwd', 'media/../../x', 'other.txt'])
    await refused({ ...manifest, files: [first, { ...rest[0], path: outside }] }, 'backup_damaged');
  await refused({ ...manifest, schema: '999-future' }, 'newer_version');
  await refused({ ...manifest, format: 3 }, 'newer_version');
  rmSync(join(backup, media));
  await refused(manifest, 'backup_damaged');
});

test('a database of a newer version is refused, whatever the manifest says', async (t) => {
  const { dataDir, into } = await madeBackup(t);
  tamper(dataDir, "insert into kysely_migration (name, timestamp) values ('000-future', 'x')");
  const backup = join(into, '..', 'newer');
  await backUp(dataDir, backup, { withKey: true });
  await assert.rejects(restore(backup, into, { replace: false }), {
    code: 'newer_version',
    message: /made by a newer Partyline than this one\. Install that version/,
  });
});

test('restore keeps away from a running server, from data and from folders of others', async (t) => {
  const { dataDir, backup } = await madeBackup(t);
  const before = readdirSync(dataDir);
  await assert.rejects(restore(backup, dataDir, { replace: false }), { code: 'holds_data', message: /--replace/ });
  assert.deepEqual(readdirSync(dataDir), before);

  const unlock = lockDataFolder(dataDir);
  for (const replace of [false, true])
    await assert.rejects(restore(backup, dataDir, { replace }), { code: 'server_running', message: /Stop it first/ });
  unlock();
  await restore(backup, dataDir, { replace: true });

  const home = temporaryFolder(t);
  writeFileSync(join(home, 'thesis.txt'), 'mine');
  for (const replace of [false, true])
    await assert.rejects(restore(backup, home, { replace }), { code: 'wrong_folder', message: /thesis\.txt/ });
  assert.deepEqual(readdirSync(home), ['thesis.txt']);
  await assert.rejects(restore(backup, join(home, 'thesis.txt'), { replace: true }), { code: 'wrong_folder' });
  await assert.rejects(restore(backup, backup, { replace: true }), { code: 'wrong_folder' });
});

test('what is no backup is refused in words', async (t) => {
  const { dataDir, backup, into } = await madeBackup(t);
  const refused = (folder: string, message: RegExp) =>
    assert.rejects(restore(folder, into, { replace: false }), { code: 'not_a_backup', message });
  await refused(join(backup, 'nowhere'), /There is no folder/);
  await refused(join(backup, 'partyline.db'), /is a file/);
  await refused(temporaryFolder(t), /is not a whole backup.*Name the folder that `partyline backup` made/);
  await refused(dataDir, /may be a data folder/);
});

test('a backup is made of a data folder alone, and never over something', async (t) => {
  const { dataDir, backup } = await madeBackup(t);
  const refused = (target: string, code: string, from = dataDir) =>
    assert.rejects(backUp(from, target, { withKey: true }), { code });
  await refused(join(backup, '..', 'x'), 'no_data_folder', temporaryFolder(t));
  await refused(join(backup, '..', 'x'), 'no_data_folder', join(dataDir, 'nowhere'));
  await refused(backup, 'target_exists');
  await refused(join(backup, 'nowhere', 'x'), 'target_missing');
  await refused(join(backup, 'partyline.db'), 'wrong_folder');
  await refused(dataDir, 'wrong_folder');
  await refused(join(dataDir, 'x'), 'wrong_folder');
  mkdirSync(join(dataDir, 'backups'));
  await refused(join(dataDir, 'backups'), 'wrong_folder');
});

test('a disk that is too small is told before anything is written', async (t) => {
  const { dataDir, backup, into } = await madeBackup(t);
  const free = async () => 1_100_000;
  const message = /not enough room.*1\.\d MB are needed, 1\.1 MB are free/;
  const target = join(backup, '..', 'second');
  await assert.rejects(backUp(dataDir, target, { withKey: true, free }), { code: 'disk_full', message });
  await assert.rejects(restore(backup, into, { replace: false, free }), { code: 'disk_full', message });
  assert.deepEqual(readdirSync(join(backup, '..')), ['copy']);
});

test('no backup is made of a database that is damaged', async (t) => {
  const { dataDir, backup } = await madeBackup(t);
  const target = join(backup, '..', 'second');
  const refused = () =>
    assert.rejects(backUp(dataDir, target, { withKey: true }), {
      code: 'database_damaged',
      message: /partyline restore/,
    });
  damagePage(dataDir);
  await refused();
  writeFileSync(join(dataDir, 'partyline.db'), 'not a database any more, and long enough to be read as one'.repeat(99));
  await refused();
  assert.deepEqual(readdirSync(join(backup, '..')), ['copy']);
});
