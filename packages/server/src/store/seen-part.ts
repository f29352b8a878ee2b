/**
 * The part of the data that somebody may see, as views that lie over the tables of a connection: SQLite looks a name up among temporary views first
 * (https://sqlite.org/lang_naming.html), so every query of every room is narrowed without knowing it. Here, and only here, stands what is seen.
 */

import { type OpenedSqlite, openSqlite } from './sqlite-database.ts';
import type { Tables } from './tables.ts';

/** Static for the life of a token. */
export interface SeenPart {
  /** Seen with everything in them. */
  readonly accountIDs: readonly string[];
  /** Public IDs of chats that are seen beside them. */
  readonly chatIDs: readonly string[];
  /** The accounts of those chats: seen, and nothing of them but these chats. */
  readonly chatAccountIDs: readonly string[];
  /** Whose uploads are seen: as `Caller.program`. */
  readonly program: string;
}

/** Tables of which there is no part: nobody who sees a part reads them. */
const closed: readonly (keyof Tables)[] = [
  'tokens',
  'logins',
  'login_sessions',
  'secrets',
  'inbound',
  'early_events',
  'idempotency_keys',
  'owner_passphrases',
  'owner_sessions',
  'oauth_clients',
  'oauth_grants',
  'refresh_tokens',
  'webhooks',
  'webhook_attempts',
  'webhook_dead_letters',
  'audit',
  'token_sends',
];

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const list = (values: readonly string[]): string => `(${values.map(text).join(', ')})`;

/** Statements that lay the views over a connection's tables. */
export function viewsOf(part: SeenPart): string {
  const { accountIDs, chatIDs, chatAccountIDs, program } = part;
  const chat = (alias: string) =>
    `(${alias}.account_id in ${list(accountIDs)} or ${alias}.public_id in ${list(chatIDs)})`;
  const ofChat = (id: string) => `exists (select 1 from main.chats as c where c.id = ${id} and ${chat('c')})`;
  const ofMessage = (id: string) =>
    `exists (select 1 from main.messages as m join main.chats as c on c.id = m.chat_id where m.id = ${id} and ${chat('c')})`;
  // By the field that names it: whoever may write a text must not come by a file that they know the ID of. The cheap question comes first.
  const pictured = (profile: string, id: string) =>
    `(instr(${profile}, ${id}) > 0 and json_extract(${profile}, '$.imgURL') = 'mxc://partyline/' || ${id})`;
  const drafted = (draft: string, id: string) =>
    `(instr(${draft}, ${id}) > 0 and exists (select 1 from json_each(${draft}, '$.attachments') as d
        where substr(json_extract(d.value, '$.filePath'), -22) = ${id}))`;
  const file = (id: string) =>
    `exists (select 1 from main.message_media as f join main.messages as m on m.id = f.message_id
        join main.chats as c on c.id = m.chat_id where f.media_id = ${id} and m.deleted = 0 and ${chat('c')})
      or exists (select 1 from main.chats as c where ${chat('c')} and c.owner_id is not null
        and (c.image in ('mxc://partyline/' || ${id}, 'localmxc://partyline/' || ${id}) or ${drafted('c.draft', id)}))
      or exists (select 1 from main.participants as p join main.chats as c on c.id = p.chat_id
        where ${chat('c')} and ${pictured('p.profile', id)})
      or exists (select 1 from main.accounts as a where a.id in ${list([...accountIDs, ...chatAccountIDs])} and ${pictured('a.profile', id)})`;
  const ofAccount = (row: string) => `${row}.account_id in ${list(accountIDs)}`;
  const uploaded = (row: string) => `${row}.token_id = ${text(program)}`;
  const seen: Readonly<Record<string, string>> = {
    chats: chat('t'),
    participants: ofChat('t.chat_id'),
    messages: ofChat('t.chat_id'),
    message_aliases: ofChat('t.chat_id'),
    receipts: ofChat('t.chat_id'),
    chat_labels: ofChat('t.chat_id'),
    deliveries: ofChat('t.chat_id'),
    proposals: ofChat('t.chat_id'),
    reactions: ofMessage('t.message_id'),
    message_media: ofMessage('t.message_id'),
    labels: `exists (select 1 from main.chat_labels as l where l.label_id = t.id and ${ofChat('l.chat_id')})`,
    accounts: `t.id in ${list([...accountIDs, ...chatAccountIDs])}`,
    media: `${uploaded('t')} or ${ofAccount('t')} or ${file('t.id')} or (t.source_id is not null and (${file('t.source_id')}
      or exists (select 1 from main.media as s where s.id = t.source_id and (${uploaded('s')} or ${ofAccount('s')}))))`,
    events: `case
      when t.type like 'account.%' then t.subject in ${list([...accountIDs, ...chatAccountIDs])}
      when t.subject in ${list(chatIDs)} then 1
      when t.type = 'chat.deleted' then t.payload in ${list(accountIDs)}
      else exists (select 1 from main.chats as c where c.public_id = t.subject and ${chat('c')}) end`,
    ...Object.fromEntries(closed.map((table) => [table, '0'])),
  };
  return Object.entries(seen)
    .map(([table, condition]) => `create temp view ${table} as select t.* from main.${table} as t where ${condition};`)
    .join('\n');
}

/** Small: many may be open. */
const cacheKiB = 1_024;

export function openSeenPart(path: string, views: string): OpenedSqlite {
  const database = openSqlite(path, { readOnly: true, cacheKiB });
  database.exec(views);
  return database;
}
