/** People met in the chats of an account. */

import type { ChatParticipant } from '@partyline/connector';
import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import type { ChatRow } from '../chat-rows.ts';
import { wordsOf } from './chat-filters.ts';
import { holds } from './chat-pages.ts';

const mostFound = 100;

/**
 * Those whose names, numbers, addresses or ID hold every word of the query, each once, by ID; never the owner.
 * At most 100.
 */
export async function peopleMet(
  db: Kysely<Tables>,
  owner: string,
  accountID: string,
  query: string,
): Promise<ChatParticipant[]> {
  const words = wordsOf(query);
  const rows = await db
    .selectFrom('participants')
    .innerJoin('chats', 'chats.id', 'participants.chat_id')
    .select((select) => ['participants.user_id', select.fn.max('participants.profile').as('profile')])
    .where('chats.owner_id', '=', owner)
    .where('chats.account_id', '=', accountID)
    .where('participants.is_self', '=', 0)
    .where((build) => build.and(words.map((word) => holds(build.ref('participants.folded'), word))))
    .groupBy('participants.user_id')
    .orderBy('participants.user_id')
    .limit(mostFound)
    .execute();
  return rows.map(({ profile }) => JSON.parse(profile));
}

/** The direct chat with somebody, where it is known who is in it. */
export async function directChatWith(
  db: Kysely<Tables>,
  owner: string,
  accountID: string,
  userID: string,
): Promise<ChatRow | undefined> {
  return db
    .selectFrom('chats')
    .innerJoin('participants', 'participants.chat_id', 'chats.id')
    .selectAll('chats')
    .where('chats.owner_id', '=', owner)
    .where('chats.account_id', '=', accountID)
    .where('chats.type', '=', 'single')
    .where('participants.user_id', '=', userID)
    .where('participants.is_self', '=', 0)
    .orderBy('chats.activity', 'desc')
    .limit(1)
    .executeTakeFirst();
}
