/** What SQLite alone needs to store and index messages: the rows and the tables of a real data file, in batches, each on the disk. */

import { DatabaseSync } from 'node:sqlite';

const rowsPerCommit = 500;

/** @param source a data file of Partyline with messages. @returns messages a second into a new file at `target` */
export function rawIngestRate(source: string, target: string): number {
  const from = new DatabaseSync(source, { readOnly: true });
  const to = new DatabaseSync(target, { enableForeignKeyConstraints: false });
  to.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8192');
  const schema = from
    .prepare(
      "select sql from sqlite_master where sql is not null and (tbl_name in ('messages', 'message_media') or name = 'message_index')",
    )
    .all();
  for (const { sql } of schema) to.exec(String(sql));
  const columns = from
    .prepare("select name from pragma_table_info('messages')")
    .all()
    .map(({ name }) => String(name));
  const insert = to.prepare(
    `insert into messages (${columns.join(', ')}) values (${columns.map((name) => `:${name}`).join(', ')})`,
  );
  const index = to.prepare('insert into message_index (rowid, words, marks) values (?, ?, ?)');
  let rows = 0;
  let passed = 0;
  let batch: Record<string, string | number | bigint | null | Uint8Array>[] = [];
  const commit = () => {
    const started = performance.now();
    to.exec('begin immediate');
    for (const row of batch) {
      insert.run(row);
      index.run(Number(row['id']), String(row['text']), `c${row['chat_id']} s${row['sender_id']}`);
    }
    to.exec('commit');
    passed += performance.now() - started;
    rows += batch.length;
    batch = [];
  };
  for (const row of from.prepare('select * from messages order by id').iterate()) {
    if (batch.push(row) === rowsPerCommit) commit();
  }
  if (batch.length > 0) commit();
  from.close();
  to.close();
  return (rows / passed) * 1_000;
}
