/** The participants that a view of a chat shows, for many chats at a time. */

import type { ChatParticipant } from '@partyline/connector';
import type { Participant } from '@partyline/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { ChatRow } from './chat-rows.ts';

type Counted = Pick<ChatRow, 'id' | 'participant_count'>;

const chatsPerQuery = 200;

/**
 * @param most of each chat; -1 = all
 * @returns by `chats.id`, in the order of their user IDs
 */
export async function peopleIn(
  db: Kysely<Tables>,
  chats: readonly Counted[],
  most: number,
): Promise<Map<number, Participant[]>> {
  const people = new Map<number, Participant[]>();
  if (most === 0) return people;
  const isSmall = ({ participant_count }: Counted) => most < 0 || participant_count <= most;
  const small = chats.filter(isSmall).map(({ id }) => id);
  for (let start = 0; start < small.length; start += chatsPerQuery) {
    const rows = await participants(db)
      .where('chat_id', 'in', small.slice(start, start + chatsPerQuery))
      .execute();
    for (const { chat_id, profile } of rows) {
      const list = people.get(chat_id);
      if (list === undefined) people.set(chat_id, [read(profile)]);
      else list.push(read(profile));
    }
  }
  // Of a crowd only the first are read.
  for (const chat of chats) {
    if (isSmall(chat)) continue;
    const rows = await participants(db).where('chat_id', '=', chat.id).limit(most).execute();
    people.set(
      chat.id,
      rows.map(({ profile }) => read(profile)),
    );
  }
  return people;
}

function participants(db: Kysely<Tables>) {
  return db.selectFrom('participants').select(['chat_id', 'profile']).orderBy('chat_id').orderBy('user_id');
}

const read = (profile: string): ChatParticipant => JSON.parse(profile);
