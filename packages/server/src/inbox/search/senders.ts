/** Whose messages are looked for. */

import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { folded } from '../folding.ts';
import { selfMark, senderMark } from '../text-index.ts';

/** Marks to look for, and the IDs they stand for: a mark of a sender is a hash. */
export interface Senders {
  readonly marks: readonly string[];
  readonly unwantedMarks: readonly string[];
  /** Absent: the marks say it all. */
  readonly ids?: readonly string[];
}

/** More people of one name than anybody would look through. */
const peopleAtMost = 200;

/** @param sender `me`, `others` or a user ID: contract 3.5 */
export function sendersOf(sender: string): Senders {
  if (sender === 'me') return { marks: [selfMark], unwantedMarks: [] };
  if (sender === 'others') return { marks: [], unwantedMarks: [selfMark] };
  return { marks: [senderMark(sender)], unwantedMarks: [], ids: [sender] };
}

/** @param names `me`, user IDs, or parts of the names of people in any chat */
export async function sendersNamed(db: Kysely<Tables>, owner: string, names: readonly string[]): Promise<Senders> {
  const marks: string[] = [];
  const ids: string[] = [];
  for (const name of names) {
    if (name.toLowerCase() === 'me') marks.push(selfMark);
    else ids.push(name, ...(await peopleNamed(db, owner, name)));
  }
  return { marks: [...marks, ...ids.map(senderMark)], unwantedMarks: [], ...(marks.length === 0 && { ids }) };
}

async function peopleNamed(db: Kysely<Tables>, owner: string, name: string): Promise<string[]> {
  const words = folded(name).split(/\s+/).filter(Boolean);
  let people = db
    .selectFrom('participants')
    .innerJoin('chats', 'chats.id', 'participants.chat_id')
    .select('participants.user_id')
    .distinct()
    .where('chats.owner_id', '=', owner);
  for (const word of words) people = people.where('participants.folded', 'like', `%${word.replaceAll(/[%_]/g, '_')}%`);
  return (await people.limit(peopleAtMost).execute()).map(({ user_id }) => user_id);
}
