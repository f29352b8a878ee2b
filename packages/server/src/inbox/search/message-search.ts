/** Messages that are looked for, newest first: contract 3.5. The index finds and orders them; what it finds is looked at again. */

import type { MessageSearchPage } from '@partyline/protocol';
import { type Expression, expressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';
import type { Accounts } from '../account-facts.ts';
import { chatViews } from '../chat-views.ts';
import type { MessageRow } from '../message-rows.ts';
import { messageViews } from '../message-views.ts';
import { type PageRequest, positionPage, unknownCursor } from '../position-pages.ts';
import { firstPositionAt, positionFrom } from '../positions.ts';
import { mediaMarks, selfMark, senderMark } from '../text-index.ts';
import { isSearchable, matchText, refusalText } from './match-text.ts';
import { type Holding, type ParsedQuery, parseQuery } from './query-text.ts';
import { type ChatChoice, type SearchedChats, searchedChats } from './searched-chats.ts';
import { type Senders, sendersNamed, sendersOf } from './senders.ts';

export interface MessageQuery extends PageRequest, Omit<ChatChoice, 'inChats' | 'networks'> {
  /** See query-text.ts. */
  readonly query?: string | undefined;
  /** Any of them; `any` is an attachment of any kind. */
  readonly mediaTypes?: readonly ('any' | Exclude<Holding, 'attachment'>)[] | undefined;
  /** `me`, `others` or a user ID. */
  readonly sender?: string | undefined;
  /** Milliseconds since the epoch; strictly. */
  readonly dateAfter?: number | undefined;
  readonly dateBefore?: number | undefined;
}

interface Sought {
  readonly owner: string;
  readonly text: ParsedQuery;
  readonly chats: SearchedChats;
  readonly senders: readonly Senders[];
}

const messages = expressionBuilder<Tables, 'messages'>();

/** @throws ApiError `VALIDATION_ERROR` for a cursor that is none, `UNAVAILABLE` when it takes too long */
export async function searchMessages(
  store: Store,
  accounts: Accounts,
  owner: string,
  query: MessageQuery,
): Promise<MessageSearchPage> {
  const from = query.cursor === undefined ? undefined : positionFrom(query.cursor);
  if (query.cursor !== undefined && from === undefined) throw unknownCursor();
  const sought = await soughtOf(store, accounts, owner, query);
  const found = sought === undefined ? [] : await find(store.search, sought, query, from);
  const { rows, ...page } = positionPage(found, from, query);
  const chatIDs = [...new Set(rows.map(({ chat_id }) => chat_id))];
  const chats =
    chatIDs.length === 0 ? [] : await store.read.selectFrom('chats').selectAll().where('id', 'in', chatIDs).execute();
  const [items, views] = await Promise.all([
    messageViews(store.read, new Map(chats.map((chat) => [chat.id, chat])), rows),
    chatViews({ db: store.read, accounts }, chats),
  ]);
  return { items, chats: Object.fromEntries(views.map((view) => [view.id, view])), ...page };
}

/** @returns undefined when nothing can be found */
async function soughtOf(
  store: Store,
  accounts: Accounts,
  owner: string,
  query: MessageQuery,
): Promise<Sought | undefined> {
  const text = parseQuery(query.query ?? '');
  // Words that have no letter are in no message; without them everything would be found.
  if (text.wanted.length > 0 && !text.wanted.some(isSearchable)) return undefined;
  const { inChats, networks } = text;
  const chats = await searchedChats(store.read, owner, accounts.ofOwner(owner), { ...query, inChats, networks });
  if (chats === undefined) return undefined;
  const senders = query.sender === undefined ? [] : [sendersOf(query.sender)];
  if (text.from.length > 0) senders.push(await sendersNamed(store.search, owner, text.from));
  if (text.notFrom.length > 0) {
    senders.push({ ...(await sendersNamed(store.search, owner, text.notFrom)), without: true });
  }
  return { owner, text, chats, senders };
}

function find(
  db: Kysely<Tables>,
  sought: Sought,
  query: MessageQuery,
  from: number | undefined,
): Promise<readonly MessageRow[]> {
  const match = matchOf(sought, query.mediaTypes);
  const order = query.direction === 'after' ? 'asc' : 'desc';
  const most = query.limit + 1;
  if (match === undefined) {
    return db
      .selectFrom('messages')
      .selectAll('messages')
      .where(messages.and([...within('messages.id', sought, query, from), ...conditionsOf(sought), ...lacks(sought)]))
      .orderBy('messages.id', order)
      .limit(most)
      .execute();
  }
  // A cross join is not turned round: the index leads, in its own order, and ends the search when the page is full.
  return db
    .selectFrom('message_index')
    .crossJoin('messages')
    .selectAll('messages')
    .where(sql<SqlBool>`message_index match ${match}`)
    .whereRef('messages.id', '=', 'message_index.rowid')
    .where(messages.and([...within('message_index.rowid', sought, query, from), ...conditionsOf(sought)]))
    .orderBy('message_index.rowid', order)
    .limit(most)
    .execute();
}

function matchOf({ text, chats, senders }: Sought, mediaTypes: MessageQuery['mediaTypes']): string | undefined {
  const marks = text.has.map((holding) => [markOf(holding)]);
  if (chats.marks !== undefined) marks.push([...chats.marks]);
  if (mediaTypes !== undefined)
    marks.push(mediaTypes.map((type) => (type === 'any' ? mediaMarks.any : mediaMarks[type])));
  const unwantedMarks = [...chats.unwantedMarks, ...text.hasNot.map(markOf)];
  for (const { isSelf, ids, without } of senders) {
    const ofThem = [...(isSelf ? [selfMark] : []), ...ids.map(senderMark)];
    if (without === true) unwantedMarks.push(...ofThem);
    else marks.push(ofThem);
  }
  return matchText({ wanted: text.wanted, unwanted: text.unwanted, marks, unwantedMarks });
}

const markOf = (holding: Holding): string => (holding === 'attachment' ? mediaMarks.any : mediaMarks[holding]);

/**
 * Positions between the cursor and the dates. As whole numbers of SQLite: FTS5 leaves out of account what is bound as a JavaScript number, which is a
 * floating-point one, and would read everything from the newest on.
 */
function within(
  column: string,
  { text }: Sought,
  query: MessageQuery,
  from: number | undefined,
): Expression<SqlBool>[] {
  const position = sql.ref<number>(column);
  const since = Math.max(text.since ?? -Infinity, (query.dateAfter ?? -Infinity) + 1);
  const before = Math.min(text.before ?? Infinity, query.dateBefore ?? Infinity);
  const bounds: Expression<SqlBool>[] = [];
  const bound = (operator: '<' | '>' | '>=', at: number) =>
    bounds.push(sql<SqlBool>`${position} ${sql.raw(operator)} ${BigInt(at)}`);
  if (since !== -Infinity) bound('>=', firstPositionAt(since));
  if (before !== Infinity) bound('<', firstPositionAt(before));
  if (from !== undefined) bound(query.direction === 'after' ? '>' : '<', from);
  return bounds;
}

/** What is true of every hit, and what the index does not know for sure. */
function conditionsOf({ owner, chats, senders }: Sought): Expression<SqlBool>[] {
  const inChats = messages
    .selectFrom('chats')
    .select('chats.id')
    .whereRef('chats.id', '=', 'messages.chat_id')
    .where('owner_id', '=', owner)
    .where((build) => build.and(chats.filters.map((filter) => filter(build))));
  return [messages('messages.deleted', '=', 0), messages.exists(inChats), ...senders.map(isFrom)];
}

/** What is refused, where nothing is demanded and so nothing was looked up in the index. */
function lacks({ text }: Sought): Expression<SqlBool>[] {
  const refused = refusalText({ unwanted: text.unwanted, unwantedMarks: text.hasNot.map(markOf) });
  if (refused === undefined) return [];
  return [sql<SqlBool>`messages.id not in (select rowid from message_index where message_index match ${refused})`];
}

function isFrom({ isSelf, ids, without }: Senders): Expression<SqlBool> {
  const any = messages.or([
    ...(isSelf ? [messages('messages.is_self', '=', 1)] : []),
    ...(ids.length > 0 ? [messages('messages.sender_id', 'in', ids)] : []),
  ]);
  return without === true ? messages.not(any) : any;
}
