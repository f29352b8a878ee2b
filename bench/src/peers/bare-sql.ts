/**
 * The queries behind lists and searches on `node:sqlite` alone, over HTTP: `bare-sql.ts <port> <database>`. `GET /<name>?<parameters>` answers the rows as
 * JSON; with `times` it runs the queries so often instead, and answers the milliseconds each took.
 */

import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { senderMark } from '../measure/marks.ts';

const [port, path = ''] = process.argv.slice(2);
const database = new DatabaseSync(path, { readOnly: true });
database.exec('pragma cache_size = -8192');
const owner = database.prepare('select id from owners').get()?.['id'] ?? '';

const page = 50;
const participantsInLists = 20;
const list = Array.from({ length: page }, () => '?').join(', ');
const chatPage = database.prepare('select * from chats where owner_id = ? order by activity desc, id desc limit ?');
const labels = database.prepare(
  `select chat_id, labels.id, labels.name from chat_labels join labels on labels.id = label_id where chat_id in (${list})`,
);
const participants = database.prepare('select profile from participants where chat_id = ? order by user_id limit ?');
const newest = database.prepare(
  `select (select max(messages.id) from messages where chat_id = chats.id) as id from chats where id in (${list})`,
);
const messagesByID = database.prepare(`select * from messages where id in (${list})`);
const reactions = database.prepare(`select * from reactions where message_id in (${list}) and removed = 0`);
const chatByID = database.prepare('select * from chats where id = ? and owner_id = ?');
const messagePage = database.prepare('select * from messages where chat_id = ? and id < ? order by id desc limit ?');
const receipts = database.prepare('select * from receipts where chat_id = ?');
const found = database.prepare(
  `select messages.* from message_index cross join messages on messages.id = message_index.rowid
   where message_index match ? and message_index.rowid > ? and message_index.rowid < ? order by message_index.rowid desc limit ?`,
);

/** Positions of messages: milliseconds times this (packages/server/src/inbox/positions.ts). */
const positionsPerMs = 2_048n;
const lastPosition = 2n ** 53n;

const idsOf = (rows: readonly Record<string, unknown>[]) =>
  Array.from({ length: page }, (_, index) => Number(rows[index]?.['id'] ?? 0));

const queries: Readonly<Record<string, (parameters: URLSearchParams) => unknown>> = {
  chats() {
    const rows = chatPage.all(owner, page + 1);
    const ids = idsOf(rows);
    const last = idsOf(newest.all(...ids));
    const members = ids.map((id) => participants.all(id, participantsInLists));
    return [rows, labels.all(...ids), members, messagesByID.all(...last), reactions.all(...last)];
  },
  messages(parameters) {
    const id = Number(parameters.get('chat'));
    const rows = messagePage.all(id, Number(parameters.get('before')), page + 1);
    return [chatByID.all(id, owner), rows, reactions.all(...idsOf(rows)), receipts.all(id)];
  },
  search(parameters) {
    const marks: string[] = [];
    const [sender, chat] = [parameters.get('sender'), parameters.get('chat')];
    if (sender !== null) marks.push(senderMark(sender));
    if (chat !== null) marks.push(`c${chat}`);
    const text = [`words : (${parameters.get('match')})`, ...marks.map((mark) => `marks : ${mark}`)].join(' AND ');
    const after = positionOf(parameters.get('after'), 0n);
    return found.all(text, after, positionOf(parameters.get('before'), lastPosition), Number(parameters.get('limit')));
  },
};

function positionOf(time: string | null, otherwise: bigint): bigint {
  return time === null ? otherwise : BigInt(Date.parse(time)) * positionsPerMs;
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const query = queries[pathname.slice(1)];
  const times = Number(searchParams.get('times') ?? 0);
  const started = performance.now();
  for (let count = 0; count < times; count++) query?.(searchParams);
  const answer = times > 0 ? (performance.now() - started) / times : query?.(searchParams);
  const body = JSON.stringify(answer ?? null);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}).listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
