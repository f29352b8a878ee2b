/** Pages of chats, newest activity first, in both directions. */

import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import type { ChatRow } from '../chat-rows.ts';
import { decodeCursor, encodeCursor, type Place } from './chat-cursor.ts';

export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly direction?: 'before' | 'after' | undefined;
  readonly limit: number;
}

export interface ChatRowPage {
  readonly rows: readonly ChatRow[];
  readonly hasMore: boolean;
  readonly oldestCursor: string | null;
  readonly newestCursor: string | null;
}

type Build = ExpressionBuilder<Tables, 'chats'>;
export type Filter = (build: Build) => Expression<SqlBool>;

/**
 * `before` walks from the newest chat, or from the cursor, to the oldest. `after` walks from the oldest, or from the cursor, to the chat that was the newest
 * when the walk began; what moved on since then is found from `newestCursor`. SDKs continue every walk with `oldestCursor`, so on pages
 * of `after` it continues forward (contract 1.5).
 */
export async function chatRowPage(
  db: Kysely<Tables>,
  owner: string,
  filters: readonly Filter[],
  { cursor, direction = 'before', limit }: PageQuery,
): Promise<ChatRowPage> {
  const from = cursor === undefined ? undefined : decodeCursor(cursor, direction);
  const chats = db
    .selectFrom('chats')
    .selectAll()
    .where('owner_id', '=', owner)
    .where((build) => build.and(filters.map((filter) => filter(build))));
  if (direction === 'before') {
    const older = from === undefined ? chats : chats.where((build) => isBefore(build, from));
    const found = await older
      .orderBy('activity', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const rows = found.slice(0, limit);
    return {
      rows,
      hasMore: found.length > limit,
      oldestCursor: cursorOf(rows.at(-1)),
      newestCursor: cursorOf(rows[0]),
    };
  }
  const end = from?.end ?? (await newestPlace(db, owner));
  if (end === undefined) return { rows: [], hasMore: false, oldestCursor: null, newestCursor: null };
  const found = await chats
    .where((build) => build.not(isBefore(build, from === undefined ? beginning : after(from))))
    .where((build) => isBefore(build, after(end)))
    .orderBy('activity')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).reverse();
  return {
    rows,
    hasMore: found.length > limit,
    oldestCursor: cursorOf(rows[0], end),
    newestCursor: cursorOf(rows[0]),
  };
}

const beginning: Place = { activity: 0, id: 0 };
const after = ({ activity, id }: Place): Place => ({ activity, id: id + 1 });

/** The first half lets the index of activities be used. */
function isBefore(build: Build, { activity, id }: Place): Expression<SqlBool> {
  return build.and([
    build('activity', '<=', activity),
    build.or([build('activity', '<', activity), build('id', '<', id)]),
  ]);
}

function cursorOf(row: ChatRow | undefined, end?: Place): string | null {
  if (row === undefined) return null;
  const { activity, id } = row;
  return encodeCursor({ activity, id, ...(end !== undefined && { end }) });
}

function newestPlace(db: Kysely<Tables>, owner: string): Promise<Place | undefined> {
  return db
    .selectFrom('chats')
    .select(['activity', 'id'])
    .where('owner_id', '=', owner)
    .orderBy('activity', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Text that holds a word, whatever characters the word has. Both are folded already. */
export function holds(text: Expression<string>, word: string): Expression<SqlBool> {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`${text} like ${pattern} escape '\\'`;
}
