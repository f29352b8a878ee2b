/** What a database says of itself, read on any connection. */

import type { DatabaseSync } from 'node:sqlite';
import { migrationNames } from '../store/migrate.ts';

/** @returns the migrations it went through, oldest first; none when it is empty */
export function migrationsOf(database: DatabaseSync): string[] {
  if (!hasTable(database, 'kysely_migration')) return [];
  return database
    .prepare('select name from kysely_migration order by name')
    .all()
    .map(({ name }) => String(name));
}

/** Whether it went through a migration that this version does not know. */
export const isNewer = (migrations: readonly string[]): boolean =>
  migrations.some((name) => !migrationNames.includes(name));

/** @returns none when it is whole. `quick` does not compare indexes with their tables. */
export function damageOf(database: DatabaseSync, { quick }: { readonly quick: boolean }): string[] {
  try {
    const rows = database.prepare(quick ? 'pragma quick_check' : 'pragma integrity_check').all();
    return rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== 'ok');
  } catch (error) {
    // Some damage keeps even the check from its work.
    if (isDamage(error)) return [error.message];
    throw error;
  }
}

/** `SQLITE_CORRUPT` and `SQLITE_NOTADB` (sqlite.org/rescode.html). */
const damageCodes = [11, 26];

export const isDamage = (error: unknown): error is Error =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  damageCodes.includes(error.errcode & 0xff);

export function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(name) !== undefined;
}
