import type { Kysely } from 'kysely';

/** Files that were uploaded, that a network holds, and thumbnails of both. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('media')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull().references('owners.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
    .addColumn('remote_ref', 'text')
    .addColumn('source_id', 'text', (column) => column.references('media.id').onDelete('cascade'))
    .addColumn('file_name', 'text')
    .addColumn('mime_type', 'text')
    .addColumn('content_type', 'text')
    .addColumn('stored_size', 'bigint')
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('duration', 'real')
    .addColumn('kept', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('link_token', 'text', (column) => column.unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('media_of_account').on('media').columns(['account_id']).execute();
  await db.schema.createIndex('media_of_source').on('media').columns(['source_id']).execute();
  await db.schema.createIndex('media_by_kind').on('media').columns(['kind', 'kept', 'created_at']).execute();
  await db.schema
    .createIndex('media_stored')
    .on('media')
    .columns(['used_at', 'id', 'kind', 'stored_size'])
    .where('stored_size', 'is not', null)
    .execute();
}
