/** Bridges in a data folder: copied while they run, put back, looked at, reset and removed. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  backUp,
  heldBridges,
  inspectDataDir,
  removeBridge,
  resetBridge,
  restore,
  verifyBackup,
} from '@partyline/server';
import { removeFolder, temporaryFolder } from '../../../test/support/server.ts';
import { eventually } from './api.ts';
import { installDouble } from './double-program.ts';
import { account, chats, type Hosting, messages, signIn, signInAgain, startHosting } from './hosting.ts';
import type { Scope } from './scope.ts';

const bridgeFolder = (dataDir: string) => join(dataDir, 'bridge-data', 'double');

async function folderOf(scope: Scope): Promise<string> {
  const folder = await temporaryFolder();
  scope.after(() => removeFolder(folder));
  return folder;
}

function say(hosting: Hosting, id: string, chat = 'bob'): void {
  hosting.network.happen('ann', { kind: 'message', id, sender: 'bob', text: id, chat: { id: chat } });
}

/** A server with an account on the double, which is ended again. */
async function used(scope: Scope, dataDir: string): Promise<{ hosting: Hosting; accountID: string }> {
  const hosting = await startHosting(scope, { dataDir });
  const accountID = await signIn(hosting, 'ann');
  say(hosting, 'one');
  await chats(hosting, (all) => all.length === 1);
  await hosting.close();
  await stopped(dataDir);
  return { hosting, accountID };
}

/** The bridge may take a moment longer than its server. */
const stopped = (dataDir: string) =>
  eventually(
    () => resetIsPossible(dataDir),
    (can) => can,
  );

async function resetIsPossible(dataDir: string): Promise<boolean> {
  // A bridge that is not there is looked for before anything is done.
  const error = await resetBridge(dataDir, 'local-none').catch((reason: Error) => reason);
  if (!/is called local-none/.test(String(error))) return false;
  const { runningBridges } = await import('../src/keeping/index.ts');
  return (await runningBridges(dataDir)).length === 0;
}

const findings = async (dataDir: string) =>
  (await inspectDataDir(dataDir))
    .filter(({ check }) => check === 'bridge')
    .map(({ level, message }) => ({ level, message }));

function rooms(path: string, table: 'portal' | 'rooms'): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const column = table === 'portal' ? 'mxid' : 'id';
  const rows = database.prepare(`SELECT ${column} AS id FROM ${table}`).all();
  database.close();
  return rows.map(({ id }) => String(id));
}

test('a backup under traffic has no room that only the bridge knows, and goes on where it was', async (t) => {
  const dataDir = await temporaryFolder();
  const hosting = await startHosting(t, { dataDir });
  await signIn(hosting, 'ann');
  const copies = await folderOf(t);
  const traffic = { on: true, said: 0 };
  const talking = (async () => {
    // As many as the bridge takes, and one page of chats can show.
    while (traffic.on && traffic.said < 150) {
      const id = `m${++traffic.said}`;
      say(hosting, id, `person-${traffic.said}`);
      await eventually(
        () => rooms(join(bridgeFolder(dataDir), 'host.db'), 'rooms').length,
        (count) => count >= traffic.said,
      );
    }
  })();
  let backup = '';
  for (let round = 0; round < 5; round++) {
    const { path, manifest } = await backUp(dataDir, join(copies, `round-${round}`), { withKey: true });
    backup = path;
    await verifyBackup(path);
    // In this order they are held on to, however fast the bridge is.
    const databases = manifest.files.map((file) => file.path).filter((name) => name.startsWith('bridge-data/'));
    assert.deepEqual(
      databases.filter((name) => name.endsWith('.db')),
      ['bridge-data/double/bridge.db', 'bridge-data/double/host.db'],
    );
    const own = new Set(rooms(join(bridgeFolder(path), 'host.db'), 'rooms'));
    const strange = rooms(join(bridgeFolder(path), 'bridge.db'), 'portal').filter((room) => !own.has(room));
    assert.deepEqual(strange, []);
    const program = join(dataDir, 'bridges', 'mautrix-double');
    assert.deepEqual(manifest.bridges, [
      { bridgeID: 'local-double', database: 'included', program, version: 'v0.1.0', settings: `${program}.json` },
    ]);
  }
  traffic.on = false;
  await talking;
  say(hosting, 'the last');
  await chats(hosting, (all) => all.length === traffic.said + 1);
  await hosting.close();

  const restored = await temporaryFolder();
  const report = await restore(backup, restored, { replace: false });
  assert.deepEqual(
    report.missing.map(({ bridgeID }) => bridgeID),
    ['local-double'],
  );
  assert.equal(statSync(join(bridgeFolder(restored), 'bridge.db')).mode & 0o777, 0o600);
  // The bridge asks the network for what it has not had yet, and all is there once.
  const second = await startHosting(t, { dataDir: restored, network: hosting.network });
  const all = await chats(second, (some) => some.length === traffic.said + 1);
  for (const chat of all) assert.equal((await messages(second, chat.id, (some) => some.length > 0)).length, 1);
  assert.deepEqual(
    (await findings(restored)).map(({ level }) => level),
    ['ok'],
  );
});

test('a restore leaves the programs where they are, and refuses a copy with one database alone', async (t) => {
  const dataDir = await temporaryFolder();
  const { hosting, accountID } = await used(t, dataDir);
  const { path } = await backUp(dataDir, join(await folderOf(t), 'copy'), { withKey: true });
  const report = await restore(path, dataDir, { replace: true });
  assert.deepEqual(report.missing, []);
  const again = await startHosting(t, { dataDir, network: hosting.network });
  await account(again, accountID, ({ status }) => status === 'connected');
  await again.close();
  await stopped(dataDir);

  const manifestPath = join(path, 'backup.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const files = manifest.files.filter((file: { path: string }) => !file.path.endsWith('/host.db'));
  writeFileSync(manifestPath, JSON.stringify({ ...manifest, files }));
  await assert.rejects(restore(path, dataDir, { replace: true }), { code: 'backup_damaged' });
});

test('a bridge that is reset begins anew: its account signs in again, and its chats and messages stay', async (t) => {
  const dataDir = await temporaryFolder();
  const { hosting, accountID } = await used(t, dataDir);
  await resetBridge(dataDir, 'local-double');
  for (const name of ['bridge.db', 'host.db']) assert.equal(existsSync(join(bridgeFolder(dataDir), name)), false);
  const again = await startHosting(t, { dataDir, network: hosting.network });
  await account(again, accountID, ({ status }) => status === 'reconnect_required');
  const [chat] = await chats(again, (all) => all.length === 1);
  await signInAgain(again, accountID, 'ann');
  say(again, 'two');
  // What its network delivers again has no ID of old, and may be there twice.
  const all = await messages(again, chat?.id ?? '', (some) => some.some(({ text }) => text === 'two'));
  assert.equal(all[0]?.text, 'one');
  await assert.rejects(resetBridge(dataDir, 'local-double'), { code: 'server_running' });
});

test('nothing is put back, reset or removed under a bridge that still runs', async (t) => {
  const dataDir = await temporaryFolder();
  await used(t, dataDir);
  const { path } = await backUp(dataDir, join(await folderOf(t), 'copy'), { withKey: true });
  const folder = bridgeFolder(dataDir);
  const left = ['-c', 'echo up; while :; do sleep 0.1; done', 'bridge', join(folder, 'config.json')];
  const bridge = spawn('/bin/sh', left, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => bridge.kill('SIGKILL'));
  await once(bridge.stdout, 'data');
  writeFileSync(join(folder, 'bridge.pid'), String(bridge.pid));
  const running = { code: 'bridge_running', message: /local-double is still running\. It ends within ten seconds/ };
  await assert.rejects(restore(path, dataDir, { replace: true }), running);
  await assert.rejects(resetBridge(dataDir, 'local-double'), running);
  assert.equal(existsSync(join(folder, 'bridge.db')), true);
  const { pid = 0 } = bridge;
  // The whole group is looked at, and so what the shell has started too.
  process.kill(-pid, 'SIGKILL');
  await once(bridge, 'exit');
  await eventually(
    () => isGone(-pid),
    (gone) => gone,
  );
  await restore(path, dataDir, { replace: true });
});

function isGone(group: number): boolean {
  try {
    return !process.kill(group, 0);
  } catch {
    return true;
  }
}

test('a bridge with accounts is not removed; one without goes with its program', async (t) => {
  const dataDir = await temporaryFolder();
  const { hosting, accountID } = await used(t, dataDir);
  await assert.rejects(removeBridge(dataDir, 'local-double'), { code: 'has_accounts' });
  await assert.rejects(removeBridge(dataDir, 'local-other'), { code: 'no_such_bridge' });
  const again = await startHosting(t, { dataDir, network: hosting.network });
  await account(again, accountID, ({ status }) => status === 'connected');
  const { status } = await again.api.call('DELETE', `/v1/accounts/${accountID}`);
  assert.ok(status < 300);
  await again.close();
  await stopped(dataDir);
  await removeBridge(dataDir, 'local-double');
  assert.equal(existsSync(join(dataDir, 'bridges', 'mautrix-double')), false);
  assert.equal(existsSync(join(dataDir, 'bridges', 'mautrix-double.json')), false);
  assert.deepEqual(await heldBridges(dataDir), []);
});

test('doctor says what is wrong with a bridge, and what to do', async (t) => {
  const dataDir = await temporaryFolder();
  const { hosting } = await used(t, dataDir);
  const folder = bridgeFolder(dataDir);
  const program = join(dataDir, 'bridges', 'mautrix-double');
  const one = async () => {
    const all = await findings(dataDir);
    assert.equal(all.length, 1, JSON.stringify(all));
    return `${all[0]?.level}: ${all[0]?.message}`;
  };
  assert.match(await one(), /^ok: local-double: .*mautrix-double v0\.1\.0$/);

  installDouble(join(dataDir, 'bridges'), hosting.network.url, {}, { version: 'v0.2.0' });
  assert.match(await one(), /^warn: .* is v0\.2\.0 now, and was v0\.1\.0/);
  chmodSync(program, 0o644);
  assert.match(await one(), /^fail: local-double cannot be offered: .* may not be run\. Allow it with: chmod \+x/);
  rmSync(program);
  assert.match(await one(), /^fail: .*There is no file .*mautrix-double\. Put the program back/);
  installDouble(join(dataDir, 'bridges'), hosting.network.url);

  chmodSync(folder, 0o755);
  assert.match(await one(), /^warn: .*other users of this machine can enter .* Run: chmod -R go= /);
  chmodSync(folder, 0o700);

  const host = join(folder, 'host.db');
  renameSync(host, `${host}.away`);
  assert.match(
    await one(),
    /^fail: .*1 of 1 chats lead nowhere, since host\.db is missing\. .*bridges reset local-double/,
  );
  writeFileSync(host, 'no database');
  assert.match(await one(), /^fail: .*cannot be read: .* bridges reset local-double/);
  renameSync(`${host}.away`, host);
  const database = new DatabaseSync(host);
  database.exec('DELETE FROM rooms');
  database.close();
  assert.match(await one(), /^fail: .*do not belong together: 1 of 1 chats lead nowhere\. Stop the server/);
});

test('a program that has not been started yet is listed, and can be removed', async (t) => {
  const dataDir = await folderOf(t);
  const program = installDouble(join(dataDir, 'bridges'), 'http://127.0.0.1:9');
  const [held] = await heldBridges(dataDir);
  assert.deepEqual([held?.bridgeID, held?.program, held?.network], ['local-double', program, undefined]);
  await removeBridge(dataDir, 'local-double');
  assert.equal(existsSync(program), false);
});
