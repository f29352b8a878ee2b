import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LoginSession } from '@partyline/protocol';
import { backUp } from '../src/maintenance/backup.ts';
import { restore } from '../src/maintenance/restore.ts';
import { openBackup, verifyBackup } from '../src/maintenance/verify-backup.ts';
import { startChildServer } from './support/child.ts';
import { addFile, addMedia, contentOfTables, fill, madeDataFolder, tamper } from './support/data-folder.ts';
import { rowsOf } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { cancelLogin, connectedAccount, listAccounts, startLogin, untilStatus } from './support/sandbox.ts';
import { startTestServer, temporaryFolder } from './support/server.ts';

const ids = (dataDir: string, table: string) => rowsOf(dataDir, `select id from ${table}`).map(({ id }) => String(id));

test('contract 1: acknowledged means stored: a backup under steady writes has everything acknowledged before it', async (t) => {
  const dataDir = await madeDataFolder(t);
  fill(dataDir, 96);
  const server = await startChildServer(t, dataDir);
  const account = await connectedAccount(server.api, 'ada');
  const acknowledged: LoginSession[] = [];
  const writing = { on: true };
  const writer = async () => {
    while (writing.on) {
      const session = await startLogin(server.api, 'form');
      acknowledged.push(session);
      await cancelLogin(server.api, session);
    }
  };
  const writers = [writer(), writer(), writer()];
  await eventually(
    () => acknowledged.length,
    (count) => count >= 30,
  );
  const before = acknowledged.map(({ loginSessionID }) => loginSessionID);
  let steps = 0;
  let writtenMeanwhile = 0;
  const backup = join(temporaryFolder(t), 'copy');
  await backUp(dataDir, backup, {
    withKey: true,
    onProgress() {
      steps += 1;
      writtenMeanwhile = acknowledged.length - before.length;
    },
  });
  writing.on = false;
  await Promise.all(writers);
  assert.ok(writtenMeanwhile > 0, 'the server wrote while it was copied');
  // 96 MB at 4 MB a step, and the key: a copy that began anew after each commit would take far more.
  assert.ok(steps >= 23 && steps < 50, `${steps} steps`);

  const restored = join(temporaryFolder(t), 'restored');
  await restore(backup, restored, { replace: false });
  const there = new Set(ids(restored, 'login_sessions'));
  assert.deepEqual(
    before.filter((id) => !there.has(id)),
    [],
  );
  const second = await startTestServer(t, { dataDir: restored });
  assert.deepEqual(await untilStatus(second.api, account.accountID, 'connected'), account);
  assert.deepEqual(await listAccounts(second.api), [account]);
});

test('contract 10: IDs are stable: a restored folder differs in the identity of its log and in who is signed in', async (t) => {
  const dataDir = await madeDataFolder(t);
  tamper(
    dataDir,
    `insert into chats (id, public_id, owner_id, account_id, remote_id, type, title, activity, created_at)
       values (7, '!abc:irc', 'owner', 'irc_ada', '#room', 'group', 'Room', 1, 1);
     insert into messages (id, chat_id, remote_id, sender_id, is_self, type, text)
       values (3686400000002049, 7, 'r1', 'ben', 0, 'TEXT', 'hello');
     insert into message_index (rowid, words, marks) values (3686400000002049, 'hello', '');
     insert into events (owner_id, type, subject, at) values ('owner', 'account.deleted', 'irc_x', 1);
     insert into owner_sessions (hash, owner_id, confirmed_at, expires_at) values ('of a browser', 'owner', 1, 9e12)`,
  );
  const file = addMedia(dataDir, 'AbcdefghijklmnopqrstuV', 'a picture');
  addFile(dataDir, 'media/incoming', 'ZbcdefghijklmnopqrstuV', 'not whole yet');
  addFile(dataDir, 'media/Ab', 'AbcdefghijklmnopqrstuW', 'nobody names it');
  const backup = join(temporaryFolder(t), 'copy');
  const { manifest } = await backUp(dataDir, backup, { withKey: true });
  assert.deepEqual(
    manifest.files.map(({ path }) => path),
    ['partyline.db', 'master.key', file],
  );
  const restored = join(temporaryFolder(t), 'a', 'b');
  await restore(backup, restored, { replace: false });
  const others = ['meta', 'owner_sessions'];
  assert.deepEqual(contentOfTables(restored, others), contentOfTables(dataDir, others));
  // A browser that was signed out meanwhile stays so.
  assert.deepEqual(rowsOf(restored, 'select hash from owner_sessions'), []);
  const logOf = (folder: string) => String(rowsOf(folder, "select value from meta where key = 'log_id'")[0]?.['value']);
  assert.match(logOf(restored), /^[0-9a-f]{12}$/);
  assert.notEqual(logOf(restored), logOf(dataDir));
  const found = rowsOf(restored, "select rowid from message_index where message_index match 'hello'");
  assert.deepEqual(
    found.map(({ rowid }) => rowid),
    [3686400000002049],
  );
  for (const path of ['.', 'partyline.db', 'master.key', 'media', 'media/Ab', file])
    assert.equal(statSync(join(restored, path)).mode & 0o077, 0, path);
});

test('a folder from before the log had an identity is restored too', async (t) => {
  const dataDir = await madeDataFolder(t);
  tamper(dataDir, "drop table meta; delete from kysely_migration where name > '001-accounts'");
  const backup = join(temporaryFolder(t), 'copy');
  const { manifest } = await backUp(dataDir, backup, { withKey: false });
  assert.deepEqual([manifest.schema, manifest.key], ['001-accounts', 'left_out']);
  const { movedAside } = await restore(backup, dataDir, { replace: true, now: () => new Date(0) });
  assert.equal(movedAside, join(dataDir, 'before-restore-1970-01-01T000000Z'));
  // What is beside the database, its log, goes with it.
  const kept = readdirSync(movedAside).filter((name) => !/-(shm|wal)$/.test(name));
  assert.deepEqual(kept.sort(), ['master.key', 'partyline.db']);
  assert.deepEqual(readdirSync(dataDir).sort(), ['before-restore-1970-01-01T000000Z', 'partyline.db', 'server.lock']);
});

test('in a folder that is there a backup gets a name by the time; without a target it is beside the data folder', async (t) => {
  const dataDir = await madeDataFolder(t);
  const now = () => new Date('2030-12-31T04:05:06.789Z');
  const folder = temporaryFolder(t);
  const { path } = await backUp(dataDir, folder, { withKey: true, now });
  assert.equal(path, join(folder, 'partyline-2030-12-31T040506Z'));
  assert.equal(
    (await backUp(dataDir, undefined, { withKey: true, now })).path,
    `${dataDir}-backups/partyline-2030-12-31T040506Z`,
  );
  assert.equal(statSync(`${dataDir}-backups`).mode & 0o077, 0);
});

test('at no moment is there a half-done backup that restore would take', async (t) => {
  const dataDir = await madeDataFolder(t);
  fill(dataDir, 12);
  addMedia(dataDir, 'AbcdefghijklmnopqrstuV', 'a picture');
  const folder = temporaryFolder(t);
  let looked = 0;
  await backUp(dataDir, join(folder, 'copy'), {
    withKey: true,
    onProgress() {
      for (const name of readdirSync(folder)) {
        assert.throws(() => openBackup(join(folder, name)), { code: 'not_a_backup' });
        looked += 1;
      }
    },
  });
  assert.ok(looked > 3);
  await verifyBackup(join(folder, 'copy'));
});

test('a backup that is killed leaves nothing that restore would take, and is not in the way of the next', async (t) => {
  const dataDir = await madeDataFolder(t);
  fill(dataDir, 12);
  const folder = temporaryFolder(t);
  const target = join(folder, 'copy');
  const module = new URL('../src/maintenance/backup.ts', import.meta.url).href;
  const program = `const { backUp } = await import(${JSON.stringify(module)});
    await backUp(${JSON.stringify(dataDir)}, ${JSON.stringify(target)}, { withKey: true, onProgress: () => process.kill(process.pid, 'SIGKILL') });`;
  assert.equal(spawnSync(process.execPath, ['--input-type=module', '-e', program]).signal, 'SIGKILL');
  const [left, ...more] = readdirSync(folder);
  assert.deepEqual(more, []);
  assert.match(left ?? '', /^\.copy\.unfinished-/);
  const into = join(folder, 'into');
  await assert.rejects(restore(join(folder, left ?? ''), into, { replace: false }), { code: 'not_a_backup' });
  await backUp(dataDir, target, { withKey: true });
  await restore(target, into, { replace: false });
});

test('a backup or restore that is given up leaves nothing', async (t) => {
  const dataDir = await madeDataFolder(t);
  fill(dataDir, 12);
  const folder = temporaryFolder(t);
  const giveUp = new AbortController();
  let steps = 0;
  const onStep = () => {
    steps += 1;
    giveUp.abort();
  };
  const stopped = { withKey: true, signal: giveUp.signal, onProgress: onStep };
  await assert.rejects(backUp(dataDir, join(folder, 'copy'), stopped), { name: 'AbortError' });
  assert.equal(steps, 1, 'not when it is over');
  assert.deepEqual(readdirSync(folder), []);
  await backUp(dataDir, join(folder, 'copy'), { withKey: true });
  for (const share of [0.1, 0.9]) {
    const late = new AbortController();
    const onProgress = (done: number, total: number) => done > total * share && late.abort();
    const into = join(folder, 'into');
    await assert.rejects(restore(join(folder, 'copy'), into, { replace: false, signal: late.signal, onProgress }), {
      name: 'AbortError',
    });
    assert.deepEqual(readdirSync(folder), ['copy']);
    mkdirSync(into);
    const again = { replace: false, signal: late.signal, onProgress };
    await assert.rejects(restore(join(folder, 'copy'), into, again), { name: 'AbortError' });
    assert.deepEqual(
      readdirSync(into).filter((name) => name !== 'server.lock'),
      [],
    );
    await restore(join(folder, 'copy'), into, { replace: false });
    rmSync(into, { recursive: true });
  }
});
