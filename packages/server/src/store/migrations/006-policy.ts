import { type Kysely, sql } from 'kysely';

/** What tokens are held to, messages that wait for approval, the audit log, and which files belong to which messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tokens').addColumn('policy', 'text').execute();
  await db.schema
    .createTable('token_sends')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('token_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sends_of_token').on('token_sends').columns(['token_id', 'at']).execute();
  await proposalTable(db);
  await auditTable(db);
  await mediaOfMessages(db);
}

async function proposalTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('proposals')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('pending_id', 'text', (column) => column.notNull().unique())
    .addColumn('owner_id', 'text', (column) => column.notNull().references('owners.id'))
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('token_id', 'text', (column) => column.notNull())
    .addColumn('token_name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('shown', 'text', (column) => column.notNull())
    .addColumn('edited', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('decided_at', 'bigint')
    .execute();
  await db.schema.createIndex('proposals_by_state').on('proposals').columns(['state', 'expires_at']).execute();
  await db.schema.createIndex('proposals_of_chat').on('proposals').columns(['chat_id']).execute();
}

async function auditTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('owner_id', 'text', (column) => column.notNull().references('owners.id'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('token_id', 'text', (column) => column.notNull())
    .addColumn('token_name', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text')
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('result', 'text')
    .execute();
  await db.schema.createIndex('audit_by_age').on('audit').columns(['at']).execute();
  await db.schema.createIndex('audit_of_token').on('audit').columns(['token_id', 'id']).execute();
}

/** Kept by triggers: whatever writes a message writes its files, and messages without files pay nothing. */
async function mediaOfMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('media').addColumn('token_id', 'text').execute();
  await db.schema
    .createTable('message_media')
    .addColumn('media_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'integer', (column) =>
      column.notNull().references('messages.id').onDelete('cascade').onUpdate('cascade'),
    )
    .addPrimaryKeyConstraint('message_media_key', ['media_id', 'message_id'])
    .execute();
  await db.schema.createIndex('media_of_message').on('message_media').columns(['message_id']).execute();
  // `mxc://partyline/<ID>` and `localmxc://partyline/<ID>`: media/media-url.ts.
  const files = (row: string) => `
    insert or ignore into message_media (media_id, message_id)
    select substr(json_extract(file.value, '$.id'), -22), ${row}.id
    from json_each(${row}.attachments) as file
    where json_extract(file.value, '$.id') like '%mxc://partyline/______________________'`;
  await sql`insert or ignore into message_media (media_id, message_id)
    select substr(json_extract(file.value, '$.id'), -22), messages.id
    from messages, json_each(messages.attachments) as file
    where messages.attachments is not null
      and json_extract(file.value, '$.id') like '%mxc://partyline/______________________'`.execute(db);
  await sql
    .raw(`create trigger message_media_added after insert on messages when new.attachments is not null
      begin ${files('new')}; end`)
    .execute(db);
  await sql
    .raw(`create trigger message_media_changed after update of attachments on messages
      when new.attachments is not old.attachments
      begin
        delete from message_media where message_id = new.id;
        ${files('new')};
      end`)
    .execute(db);
}
