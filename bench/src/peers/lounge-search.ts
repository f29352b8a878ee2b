/** The message store of The Lounge: its table, its index and its query (server/plugins/messageStorage/sqlite.ts, 4.4), with the texts of a real data file. */

import { DatabaseSync } from 'node:sqlite';

export function loungeSearch(source: string, path: string): { run(text: string): void; close(): void } {
  const from = new DatabaseSync(source, { readOnly: true });
  const database = new DatabaseSync(path);
  database.exec(`
    pragma journal_mode = wal;
    create table messages (id integer primary key autoincrement, network text, channel text, time integer, type text, msg text);
    create index network_channel on messages (network, channel);
    create index time on messages (time);
  `);
  const insert = database.prepare('insert into messages (network, channel, time, type, msg) values (?, ?, ?, ?, ?)');
  database.exec('begin');
  for (const row of from.prepare('select chat_id, id, text, sender_id from messages order by id').iterate()) {
    const { chat_id, id, text, sender_id } = row;
    const msg = JSON.stringify({
      from: { mode: '', nick: sender_id },
      text,
      hostmask: 'somebody@example.org',
      self: false,
    });
    insert.run('network', `#chat-${chat_id}`, Number(id), 'message', msg);
  }
  database.exec('commit');
  from.close();
  const statement = database.prepare(
    `select msg, type, time, network, channel from messages
     where type = 'message' and json_extract(msg, '$.text') like ? escape '\\' and network = ?
     order by time desc limit 100 offset 0`,
  );
  return {
    run: (text) => void statement.all(`%${text.replace(/[\\%_]/g, '\\$&')}%`, 'network'),
    close: () => database.close(),
  };
}
