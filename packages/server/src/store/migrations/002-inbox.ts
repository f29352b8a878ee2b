import { type Kysely, sql } from 'kysely';

/** Chats and everything in them, the outbox, and the words to search for. Received messages leave the journal for their tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await metaTable(db);
  await chatTables(db);
  await messageTables(db);
  await labelTables(db);
  await outboxTables(db);
  await searchTables(db);
  await db.schema.createIndex('events_of_owner').on('events').columns(['owner_id', 'seq']).execute();
}

async function metaTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meta')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into meta (key, value) values ('log_id', lower(hex(randomblob(6))))`.execute(db);
}

async function chatTables(db: Kysely<unknown>): Promise<void> {
  let chats = db.schema
    .createTable('chats')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('public_id', 'text', (column) => column.notNull().unique())
    // No owner: its account was removed, and the chat is being purged.
    .addColumn('owner_id', 'text', (column) => column.references('owners.id'))
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('remote_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    // The title as it is searched: inbox/folding.ts.
    .addColumn('folded_title', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('description', 'text')
    .addColumn('image', 'text')
    .addColumn('capabilities', 'text')
    .addColumn('expiry_seconds', 'integer')
    .addColumn('participant_count', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('activity', 'bigint', (column) => column.notNull())
    .addColumn('last_read', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('unread_count', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('unread_mentions', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('draft', 'text')
    .addColumn('reminder_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull());
  for (const name of [
    'participants_complete',
    'read_only',
    'archived',
    'muted',
    'pinned',
    'low_priority',
    'marked_unread',
    'reminder_until_reply',
  ]) {
    chats = chats.addColumn(name, 'integer', (column) => column.notNull().defaultTo(0));
  }
  await chats.addUniqueConstraint('chats_identity', ['account_id', 'remote_id']).execute();
  await db.schema.createIndex('chats_by_activity').on('chats').columns(['owner_id', 'activity', 'id']).execute();
  await db.schema.createIndex('chats_by_reminder').on('chats').columns(['reminder_at']).execute();
  // Usually none: searches leave them out.
  await sql`create index chats_low_priority on chats (owner_id) where low_priority = 1`.execute(db);
  await db.schema
    .createTable('participants')
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    // A `ChatParticipant` of the connector contract.
    .addColumn('profile', 'text', (column) => column.notNull())
    .addColumn('is_self', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('is_admin', 'integer', (column) => column.notNull().defaultTo(0))
    // Names, numbers and addresses, folded for searching.
    .addColumn('folded', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('participants_key', ['chat_id', 'user_id'])
    .execute();
}

async function messageTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    // Time-ordered, see inbox/positions.ts. PostgreSQL will need bigint here.
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('remote_id', 'text')
    .addColumn('pending_id', 'text', (column) => column.unique())
    .addColumn('sender_id', 'text', (column) => column.notNull())
    .addColumn('sender_name', 'text')
    .addColumn('is_self', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('mentions', 'text')
    .addColumn('attachments', 'text')
    .addColumn('reply_to', 'text')
    .addColumn('edited_at', 'bigint')
    .addColumn('edit_id', 'text')
    .addColumn('deleted', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('past', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('pending', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('send_status', 'text')
    .addUniqueConstraint('messages_identity', ['chat_id', 'remote_id'])
    .execute();
  await db.schema.createIndex('messages_of_chat').on('messages').columns(['chat_id', 'id']).execute();
  // What can be unread, without the long past of a chat.
  await sql`create index messages_to_read on messages (chat_id, id) where is_self = 0 and deleted = 0 and past = 0`.execute(
    db,
  );
  await db.schema
    .createTable('message_aliases')
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('remote_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'integer', (column) =>
      column.notNull().references('messages.id').onDelete('cascade').onUpdate('cascade'),
    )
    .addPrimaryKeyConstraint('message_aliases_key', ['chat_id', 'remote_id'])
    .execute();
  await db.schema.createIndex('aliases_of_message').on('message_aliases').columns(['message_id']).execute();
  await db.schema
    .createTable('reactions')
    .addColumn('message_id', 'integer', (column) =>
      column.notNull().references('messages.id').onDelete('cascade').onUpdate('cascade'),
    )
    .addColumn('sender_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('removed', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('reactions_key', ['message_id', 'sender_id', 'key'])
    .execute();
  await db.schema
    .createTable('receipts')
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('through', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('receipts_key', ['chat_id', 'user_id'])
    .execute();
  // What was said of a message before the message itself arrived.
  await db.schema
    .createTable('early_events')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('chat_remote_id', 'text', (column) => column.notNull())
    .addColumn('message_remote_id', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('early_events_by_age').on('early_events').columns(['kept_at']).execute();
  await db.schema
    .createIndex('early_events_of_message')
    .on('early_events')
    .columns(['account_id', 'chat_remote_id', 'message_remote_id'])
    .execute();
}

async function labelTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('labels')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull().references('owners.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addUniqueConstraint('labels_name', ['owner_id', 'name'])
    .execute();
  await db.schema
    .createTable('chat_labels')
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('label_id', 'text', (column) => column.notNull().references('labels.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('chat_labels_key', ['chat_id', 'label_id'])
    .execute();
  await db.schema.createIndex('chats_of_label').on('chat_labels').columns(['label_id']).execute();
}

async function outboxTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('owner_id', 'text', (column) => column.notNull().references('owners.id'))
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('chat_id', 'integer', (column) => column.notNull().references('chats.id').onDelete('cascade'))
    .addColumn('pending_id', 'text', (column) => column.notNull().unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('parts', 'text')
    .addColumn('sent_parts', 'text')
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('deliveries_by_state').on('deliveries').columns(['state', 'id']).execute();
  await db.schema.createIndex('deliveries_of_chat').on('deliveries').columns(['chat_id', 'id']).execute();
  await db.schema
    .createTable('idempotency_keys')
    .addColumn('owner_id', 'text', (column) => column.notNull().references('owners.id'))
    .addColumn('token_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_key', ['owner_id', 'token_id', 'key'])
    .execute();
  await db.schema.createIndex('idempotency_keys_by_age').on('idempotency_keys').columns(['created_at']).execute();
}

/** SQLite's own full-text index; PostgreSQL will have another. Marks belong to words (Indic scripts write vowels with them), and emoji are words. `rowid` is the message's id, so results come in the order of time. */
async function searchTables(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table message_index using fts5(
    words, marks, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc So'''
  )`.execute(db);
  await sql`create trigger message_index_removal after delete on messages begin
    delete from message_index where rowid = old.id;
  end`.execute(db);
}
