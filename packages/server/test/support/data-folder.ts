/** Data folders as a server leaves them, with things in them that need no network. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../src/store/store.ts';
import { loadKey, makeKeyFile } from '../../src/vault/key.ts';
import { openVault } from '../../src/vault/vault.ts';
import { type Scope, temporaryFolder } from './server.ts';

/** One that was made by a server which is stopped now. */
export async function madeDataFolder(scope: Scope, name = 'data'): Promise<string> {
  const path = join(temporaryFolder(scope), name);
  mkdirSync(path, { mode: 0o700 });
  makeKeyFile(path);
  const store = await openStore(path);
  await openVault(store, loadKey(path, undefined));
  await store.close();
  return path;
}

/** Runs SQL as nobody would: references are not looked at. */
export function tamper(dataDir: string, sql: string): void {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'), { enableForeignKeyConstraints: false });
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** One byte is another: the kind of the second page (fileformat2.html, 1.6), which no page has. */
export function damagePage(dataDir: string): void {
  const path = join(dataDir, 'partyline.db');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(4096) ^ 0x40, 4096);
  writeFileSync(path, bytes);
}

/** So much in the database that copying it takes a while. */
export const fill = (dataDir: string, megabytes: number): void =>
  tamper(
    dataDir,
    `create table filler (bytes blob);
     with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${megabytes})
     insert into filler select randomblob(1000000) from counter`,
  );

/** A media file that the database names. @returns its path in the folder */
export function addMedia(dataDir: string, id: string, content: string): string {
  tamper(
    dataDir,
    `insert into media (id, owner_id, kind, stored_size, created_at, used_at) values ('${id}', 'owner', 'upload', ${content.length}, 1, 1)`,
  );
  return addFile(dataDir, `media/${id.slice(0, 2)}`, id, content);
}

export function addFile(dataDir: string, folder: string, name: string, content: string): string {
  mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, folder, name), content, { mode: 0o600 });
  return `${folder}/${name}`;
}

/** What every table holds, but for those that are meant to differ. */
export function contentOfTables(dataDir: string, except: readonly string[]): Record<string, unknown[]> {
  const database = new DatabaseSync(join(dataDir, 'partyline.db'), { readOnly: true });
  try {
    const names = database.prepare("select name from sqlite_schema where type = 'table' order by name").all();
    return Object.fromEntries(
      names
        .map(({ name }) => String(name))
        .filter((name) => !except.includes(name))
        .map((name) => [name, database.prepare(`select * from "${name}"`).all()]),
    );
  } finally {
    database.close();
  }
}
