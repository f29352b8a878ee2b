import assert from 'node:assert/strict';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as first from '../src/store/migrations/001-accounts.ts';
import { openSqlite } from '../src/store/sqlite-database.ts';
import { openStore } from '../src/store/store.ts';
import { rowsOf } from './support/database.ts';
import { temporaryFolder } from './support/server.ts';

const schema = (dataDir: string) => rowsOf(dataDir, 'select type, name, sql from sqlite_master order by name');

/** A database as version 1 left it, with rows of every table. */
async function makeVersion1(dataDir: string): Promise<void> {
  const path = join(dataDir, 'partyline.db');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: openSqlite(path, { readOnly: false }) }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '001-accounts': first }) } });
  const { error } = await migrator.migrateToLatest();
  assert.equal(error, undefined);
  await db.destroy();
  const database = new DatabaseSync(path);
  database.exec(`
    insert into tokens values ('t', 'owner', 'name', 'hash', 'read', 1, null, null);
    insert into logins values ('l', 'owner', 'local-irc', 'me@net', '{}', 'connected', null, null, 1);
    insert into accounts values ('a', 'owner', 'l', 'me', 'Net', '{"id":"me"}', 0, 1);
    insert into login_sessions values ('s', 'owner', 'local-irc', 'form', null, 'open', null, null, 1, 1, 2);
    insert into secrets values ('owner', 'login/l', 'password', x'00');
    insert into events (owner_id, type, subject, payload, at) values ('owner', 'account.upserted', 'a', '{}', 1);
    insert into inbound (owner_id, login_id, event_id, event, at) values ('owner', 'l', 'e', '{}', 1);`);
  database.close();
}

test('an empty file becomes a database with its owner, and opening again changes nothing', async (t) => {
  const dataDir = temporaryFolder(t);
  writeFileSync(join(dataDir, 'partyline.db'), '');
  await (await openStore(dataDir)).close();
  const made = schema(dataDir);
  assert.deepEqual(
    rowsOf(dataDir, 'select id from owners').map((row) => row['id']),
    ['owner'],
  );
  await (await openStore(dataDir)).close();
  assert.deepEqual(schema(dataDir), made);
});

test('a database of version 1 keeps every row and becomes what a new one is', async (t) => {
  const old = temporaryFolder(t);
  await makeVersion1(old);
  const tables = ['tokens', 'logins', 'accounts', 'login_sessions', 'secrets', 'events', 'inbound'];
  const ids = () => tables.map((table) => rowsOf(old, `select count(*) as count from ${table}`)[0]?.['count']);
  assert.deepEqual(
    ids(),
    tables.map(() => 1),
  );
  await (await openStore(old)).close();
  assert.deepEqual(
    ids(),
    tables.map(() => 1),
  );
  const fresh = temporaryFolder(t);
  await (await openStore(fresh)).close();
  assert.deepEqual(schema(old), schema(fresh));
});

test('a database of a newer version is refused in words and left as it is', async (t) => {
  const dataDir = temporaryFolder(t);
  await (await openStore(dataDir)).close();
  const database = new DatabaseSync(join(dataDir, 'partyline.db'));
  database.exec("insert into kysely_migration values ('999-future', '2030-01-01T00:00:00.000Z')");
  database.close();
  const before = schema(dataDir);
  await assert.rejects(openStore(dataDir), /newer Partyline/);
  assert.deepEqual(schema(dataDir), before);
});

test('the database and its write-ahead log are for their user only, also when they were not', async (t) => {
  const dataDir = temporaryFolder(t);
  writeFileSync(join(dataDir, 'partyline.db'), '');
  chmodSync(join(dataDir, 'partyline.db'), 0o644);
  const store = await openStore(dataDir);
  t.after(() => store.close());
  await store.write((tx) => tx.insertInto('owners').values({ id: 'another', created_at: 1 }).execute());
  for (const name of ['partyline.db', 'partyline.db-wal'])
    assert.equal(statSync(join(dataDir, name)).mode & 0o777, 0o600, name);
});

test('a commit is on the disk before it counts: WAL with full synchronisation', async (t) => {
  const dataDir = temporaryFolder(t);
  const store = await openStore(dataDir);
  t.after(() => store.close());
  const connection = openSqlite(join(dataDir, 'partyline.db'), { readOnly: false });
  t.after(() => connection.close());
  const pragma = (name: string) => JSON.stringify(connection.prepare(`pragma ${name}`).all([]));
  assert.equal(pragma('journal_mode'), '[{"journal_mode":"wal"}]');
  assert.equal(pragma('synchronous'), '[{"synchronous":2}]');
  assert.equal(pragma('secure_delete'), '[{"secure_delete":1}]');
  assert.equal(pragma('foreign_keys'), '[{"foreign_keys":1}]');
});
