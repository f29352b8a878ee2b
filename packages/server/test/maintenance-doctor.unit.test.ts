import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspectDataDir } from '../src/maintenance/inspect-data-folder.ts';
import { lockDataFolder } from '../src/store/data-folder.ts';
import { addFile, addMedia, damagePage, madeDataFolder, tamper } from './support/data-folder.ts';
import { temporaryFolder } from './support/server.ts';

/** What is not well, as `level check`. */
async function problems(dataDir: string, options?: Parameters<typeof inspectDataDir>[1]) {
  const findings = (await inspectDataDir(dataDir, options)).filter(({ level }) => level !== 'ok');
  return {
    found: findings.map(({ level, check }) => `${level} ${check}`),
    text: findings.map(({ message }) => message).join('\n'),
  };
}

test('a folder that a server left is well, in every respect', async (t) => {
  const dataDir = await madeDataFolder(t);
  addMedia(dataDir, 'AbcdefghijklmnopqrstuV', 'a picture');
  for (const quick of [false, true]) {
    const findings = await inspectDataDir(dataDir, { quick, free: async () => 5e9 });
    assert.deepEqual(
      findings.map(({ level, check }) => `${level} ${check}`),
      [
        'data folder',
        'lock',
        'file modes',
        'disk',
        'database',
        'schema',
        'references',
        'event log',
        'key',
        'media',
      ].map((check) => `ok ${check}`),
    );
  }
});

test('a flipped byte in the database is found', async (t) => {
  const dataDir = await madeDataFolder(t);
  damagePage(dataDir);
  for (const quick of [false, true]) {
    const { found, text } = await problems(dataDir, { quick });
    assert.ok(found.includes('fail database'), found.join());
    assert.match(text, /put a backup back: partyline restore/);
  }
});

const wrongs: readonly [string, (dataDir: string) => void, string, RegExp][] = [
  [
    'another key',
    (dir) => writeFileSync(join(dir, 'master.key'), randomBytes(32).toString('base64')),
    'fail key',
    /Put the right master\.key back/,
  ],
  ['no key', (dir) => rmSync(join(dir, 'master.key')), 'fail key', /Put a copy of it back/],
  ['an open folder', (dir) => chmodSync(dir, 0o755), 'warn data folder', /chmod 700/],
  [
    'an open database',
    (dir) => chmodSync(join(dir, 'partyline.db'), 0o644),
    'warn file modes',
    /chmod 600 .*partyline\.db/,
  ],
  [
    'a row that names another which is gone',
    (dir) =>
      tamper(
        dir,
        "insert into tokens (id, owner_id, name, hash, scopes, created_at) values ('t', 'nobody', 'n', 'h', 'read', 1)",
      ),
    'fail references',
    /1 row names another that is gone \(tokens → owners\)/,
  ],
  [
    'a gap in the log',
    (dir) =>
      tamper(
        dir,
        "insert into events (seq, owner_id, type, subject, at) values (5, 'owner', 'x', 'x', 1), (6, 'owner', 'x', 'x', 1), (8, 'owner', 'x', 'x', 1)",
      ),
    'fail event log',
    /1 of the entries from 5 to 8 are missing/,
  ],
  [
    'a log that would count anew',
    (dir) =>
      tamper(
        dir,
        "insert into events (seq, owner_id, type, subject, at) values (5, 'owner', 'x', 'x', 1); update sqlite_sequence set seq = 2 where name = 'events'",
      ),
    'fail event log',
    /numbers would be given twice/,
  ],
  [
    'a log without identity',
    (dir) => tamper(dir, "delete from meta where key = 'log_id'"),
    'fail event log',
    /lost its identity/,
  ],
  [
    'a newer database',
    (dir) => tamper(dir, "insert into kysely_migration (name, timestamp) values ('999-future', 'x')"),
    'fail schema',
    /999-future is of a newer Partyline/,
  ],
  [
    'a media file that is missing',
    (dir) => rmSync(join(dir, addMedia(dir, 'AbcdefghijklmnopqrstuV', 'x'))),
    'warn media',
    /missing \(AbcdefghijklmnopqrstuV\)/,
  ],
  [
    'a media file that nothing names',
    (dir) => utimesSync(join(dir, addFile(dir, 'media/Ab', 'AbcdefghijklmnopqrstuV', 'x')), 1, 1),
    'warn media',
    /nothing names 1 file \(1 bytes\)/,
  ],
  [
    'what a killed restore left',
    (dir) => mkdirSync(join(dir, '.restore-unfinished')),
    'warn leftovers',
    /Restore again, or delete it/,
  ],
];

for (const [name, spoil, problem, words] of wrongs) {
  test(`${name} is found, with what to do`, async (t) => {
    const dataDir = await madeDataFolder(t);
    spoil(dataDir);
    const { found, text } = await problems(dataDir);
    assert.deepEqual(found, [problem]);
    assert.match(text, words);
  });
}

test('a disk that becomes full is told early', async (t) => {
  const dataDir = await madeDataFolder(t);
  assert.deepEqual((await problems(dataDir, { free: async () => 5e8 })).found, ['warn disk']);
  const { found, text } = await problems(dataDir, { free: async () => 5e7 });
  assert.deepEqual(found, ['fail disk']);
  assert.match(text, /only 50 MB free on the disk/);
});

test('a folder that is used, was never used, or is not there', async (t) => {
  const dataDir = await madeDataFolder(t);
  const unlock = lockDataFolder(dataDir);
  const used = await inspectDataDir(dataDir);
  assert.match(used.find(({ check }) => check === 'lock')?.message ?? '', /in use by a server/);
  unlock();
  const free = await inspectDataDir(dataDir);
  assert.match(free.find(({ check }) => check === 'lock')?.message ?? '', /no server is using it/);
  assert.deepEqual((await problems(temporaryFolder(t))).found, ['warn database']);
  assert.deepEqual((await problems(join(dataDir, 'nowhere'))).found, ['warn data folder']);
});
