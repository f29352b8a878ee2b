import type { Kysely } from 'kysely';

/**
 * What the owner held a program to when they let it in, and which token a webhook came with: it ends with that token, unless that stood for the
 * owner themselves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('tokens')
    .addColumn('for_owner', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('oauth_grants').addColumn('policy', 'text').execute();
  // No references: of a token that is gone it is to be known that it was there.
  await db.schema.alterTable('webhooks').addColumn('token_id', 'text').execute();
  await db.schema.alterTable('webhooks').addColumn('token_name', 'text').execute();
  await db.schema.alterTable('webhooks').addColumn('grant_id', 'text').execute();
}
