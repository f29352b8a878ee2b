/** Brings a database to the newest version. Migrations are numbered, run once, each in a transaction, and never edited after a release. */

import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as accounts from './migrations/001-accounts.ts';
import type { Tables } from './tables.ts';

const migrations: Record<string, Migration> = {
  '001-accounts': accounts,
};

/** @throws the first migration's error, with everything it did rolled back */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
