import { type Kysely, sql } from 'kysely';

/** What links in messages lead to. Their pictures are files of the message, as its attachments are: who sees it may fetch them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('links', 'text').execute();
  for (const trigger of ['message_media_added', 'message_media_changed'])
    await sql.raw(`drop trigger ${trigger}`).execute(db);
  // `mxc://partyline/<ID>` and `localmxc://partyline/<ID>`: media/media-url.ts.
  const filesOf = (column: string, field: string) => `
    insert or ignore into message_media (media_id, message_id)
    select substr(json_extract(file.value, '${field}'), -22), new.id
    from json_each(new.${column}) as file
    where json_extract(file.value, '${field}') like '%mxc://partyline/______________________';`;
  const files = `${filesOf('attachments', '$.id')} ${filesOf('links', '$.img')}`;
  await sql
    .raw(`create trigger message_media_added after insert on messages
      when new.attachments is not null or new.links is not null
      begin ${files} end`)
    .execute(db);
  await sql
    .raw(`create trigger message_media_changed after update of attachments, links on messages
      when new.attachments is not old.attachments or new.links is not old.links
      begin delete from message_media where message_id = new.id; ${files} end`)
    .execute(db);
}
