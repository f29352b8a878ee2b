/** Brings a database to the newest version. Migrations are numbered, run once, each in a transaction, and never edited after a release. */

import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as accounts from './migrations/001-accounts.ts';
import * as inbox from './migrations/002-inbox.ts';
import * as media from './migrations/003-media.ts';
import * as history from './migrations/004-history.ts';
import * as signIn from './migrations/005-sign-in.ts';
import * as policy from './migrations/006-policy.ts';
import * as webhooks from './migrations/007-webhooks.ts';
import * as held from './migrations/008-held.ts';
import * as links from './migrations/009-links.ts';
import * as appKeys from './migrations/010-app-keys.ts';
import type { Tables } from './tables.ts';

const migrations: Record<string, Migration> = {
  '001-accounts': accounts,
  '002-inbox': inbox,
  '003-media': media,
  '004-history': history,
  '005-sign-in': signIn,
  '006-policy': policy,
  '007-webhooks': webhooks,
  '008-held': held,
  '009-links': links,
  '010-app-keys': appKeys,
};

/** Oldest first. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/** @throws the first migration's error, with everything it did rolled back; Error in words when the database is of a newer version */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  if (rows.every(({ name }) => migrations[name] !== undefined)) throw error;
  throw new Error('The database was made by a newer Partyline. Start that version, or put a backup of this one back.');
}
