import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openStore } from '../src/store/store.ts';
import { loadKey, makeKeyFile } from '../src/vault/key.ts';
import { seal, unseal } from '../src/vault/seal.ts';
import { openVault } from '../src/vault/vault.ts';
import { filesWith } from './support/database.ts';
import { temporaryFolder } from './support/server.ts';

const key = randomBytes(32);

async function vaultIn(t: TestContext, dataDir: string, withKey: Buffer) {
  const store = await openStore(dataDir);
  t.after(() => store.close());
  return { store, vault: await openVault(store, withKey) };
}

test('what was sealed opens at its place with its key', () => {
  for (const text of ['', 'secret', '✨ ünïcode', 'x'.repeat(100_000)])
    assert.equal(unseal(key, 'login/1', seal(key, 'login/1', text)), text);
});

test('sealing twice gives different bytes, and none of the text', () => {
  const one = Buffer.from(seal(key, 'place', 'the same secret'));
  assert.notDeepEqual(one, Buffer.from(seal(key, 'place', 'the same secret')));
  assert.ok(!one.includes('secret'));
});

test('a wrong key, a wrong place, a changed byte and a cut end do not open', () => {
  const sealed = seal(key, 'login/1', 'secret');
  assert.throws(() => unseal(randomBytes(32), 'login/1', sealed));
  assert.throws(() => unseal(key, 'login/2', sealed));
  for (const position of sealed.keys()) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === position ? byte ^ 1 : byte));
    assert.throws(() => unseal(key, 'login/1', changed), `byte ${position}`);
  }
  for (const length of [0, 1, 20, sealed.length - 1])
    assert.throws(() => unseal(key, 'login/1', sealed.slice(0, length)), `length ${length}`);
});

test('a vault keeps secrets by subject, replaces, removes, and shows none in the files', async (t) => {
  const dataDir = temporaryFolder(t);
  const { store, vault } = await vaultIn(t, dataDir, key);
  const put = (subject: `login/${string}`, name: string, value: string) =>
    store.write((tx) => vault.put(tx, 'owner', subject, name, value));
  await put('login/1', 'password', 'hidden-first');
  await put('login/1', 'password', 'hidden-second');
  await put('login/1', 'cookie', 'hidden-cookie');
  await put('login/2', 'password', 'hidden-other');
  assert.deepEqual(await vault.open('owner', 'login/1'), { password: 'hidden-second', cookie: 'hidden-cookie' });
  assert.deepEqual(await vault.open('somebody else', 'login/1'), {});
  await store.write((tx) => vault.remove(tx, 'owner', 'login/1'));
  assert.deepEqual(await vault.open('owner', 'login/1'), {});
  assert.deepEqual(await vault.open('owner', 'login/2'), { password: 'hidden-other' });
  assert.deepEqual(filesWith(dataDir, 'hidden-'), []);
});

test('a sealed secret that was moved to another row does not open', async (t) => {
  const dataDir = temporaryFolder(t);
  const { store, vault } = await vaultIn(t, dataDir, key);
  await store.write((tx) => vault.put(tx, 'owner', 'login/1', 'password', 'secret'));
  await store.write((tx) =>
    tx.updateTable('secrets').set({ subject: 'login/2' }).where('subject', '=', 'login/1').execute(),
  );
  await assert.rejects(vault.open('owner', 'login/2'));
});

test('a folder that was sealed with another key is refused in words', async (t) => {
  const dataDir = temporaryFolder(t);
  await vaultIn(t, dataDir, key);
  await vaultIn(t, dataDir, key);
  await assert.rejects(
    vaultIn(t, dataDir, randomBytes(32)),
    /The key does not fit .*master\.key.*PARTYLINE_MASTER_KEY/,
  );
});

test('the key file is made once, for its user only', (t) => {
  const dataDir = temporaryFolder(t);
  const path = join(dataDir, 'master.key');
  makeKeyFile(dataDir);
  const made = loadKey(dataDir, undefined);
  assert.equal(made.length, 32);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  makeKeyFile(dataDir);
  assert.deepEqual(loadKey(dataDir, undefined), made);
  const other = temporaryFolder(t);
  makeKeyFile(other);
  assert.notDeepEqual(loadKey(other, undefined), made);
});

test('a key file that is gone is missed in words, and not replaced', (t) => {
  const dataDir = temporaryFolder(t);
  assert.throws(() => loadKey(dataDir, undefined), /master\.key is gone.*PARTYLINE_MASTER_KEY/);
  assert.equal(existsSync(join(dataDir, 'master.key')), false);
});

test('a key file that others can read is refused, and the words say what to run', (t) => {
  const dataDir = temporaryFolder(t);
  makeKeyFile(dataDir);
  const path = join(dataDir, 'master.key');
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(path, mode);
    assert.throws(() => loadKey(dataDir, undefined), { message: new RegExp(`chmod 600 ${path}`) });
  }
  chmodSync(path, 0o400);
  loadKey(dataDir, undefined);
});

test('a damaged key file is refused and not replaced', (t) => {
  const dataDir = temporaryFolder(t);
  const path = join(dataDir, 'master.key');
  writeFileSync(path, 'too short\n', { mode: 0o600 });
  assert.throws(() => loadKey(dataDir, undefined), /is damaged.*Put a copy of it back/);
  assert.equal(readFileSync(path, 'utf8'), 'too short\n');
});

test('PARTYLINE_MASTER_KEY gives the same key in every folder, and makes no file', (t) => {
  const [one, other] = [temporaryFolder(t), temporaryFolder(t)];
  const made = loadKey(one, 'a master key of the tests');
  assert.equal(made.length, 32);
  assert.deepEqual(loadKey(other, 'a master key of the tests'), made);
  assert.notDeepEqual(loadKey(one, 'a master key of the tests!'), made);
  assert.equal(existsSync(join(one, 'master.key')), false);
});
