import type { Kysely } from 'kysely';

/** From where on all messages of a chat are here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('chats').addColumn('whole_from', 'bigint').execute();
}
