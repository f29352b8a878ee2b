import type { Kysely } from 'kysely';

/** SHA-256 of what the web app holds beside a session's cookie. Without it, the cookie opens nothing of the API. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('owner_sessions').addColumn('app_hash', 'text').execute();
}
