/** Whose messages are looked for. */

import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { wordsOf } from '../chats/chat-filters.ts';
import { holds } from '../chats/chat-pages.ts';

/** Any of these; with `without` none of them. */
export interface Senders {
  readonly isSelf: boolean;
  readonly ids: readonly string[];
  readonly without?: true;
}

/** More people of one name than anybody would look through. */
const peopleAtMost = 200;

/** @param sender `me`, `others` or a user ID: contract 3.5 */
export function sendersOf(sender: string): Senders {
  if (sender === 'me') return { isSelf: true, ids: [] };
  if (sender === 'others') return { isSelf: true, ids: [], without: true };
  return { isSelf: false, ids: [sender] };
}

/** @param names `me`, user IDs, or parts of the names of people in any chat */
export async function sendersNamed(db: Kysely<Tables>, owner: string, names: readonly string[]): Promise<Senders> {
  const others = names.filter((name) => name.toLowerCase() !== 'me');
  const found = await Promise.all(others.map((name) => peopleNamed(db, owner, name)));
  return { isSelf: others.length < names.length, ids: [...others, ...found.flat()] };
}

async function peopleNamed(db: Kysely<Tables>, owner: string, name: string): Promise<string[]> {
  const people = await db
    .selectFrom('participants')
    .innerJoin('chats', 'chats.id', 'participants.chat_id')
    .select('participants.user_id')
    .distinct()
    .where('chats.owner_id', '=', owner)
    .where((build) => build.and(wordsOf(name).map((word) => holds(build.ref('participants.folded'), word))))
    .limit(peopleAtMost)
    .execute();
  return people.map(({ user_id }) => user_id);
}
