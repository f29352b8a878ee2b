/** Who is in a chat. */

import type { ChatParticipant, ParticipantList, Sender } from '@partyline/connector';
import type { Transaction } from '../store/writer.ts';
import { folded } from './folding.ts';

interface Peopled {
  readonly row: { readonly id: number; participant_count: number; participants_complete: number };
  dirty: boolean;
}

const rowsPerInsert = 100;

export function senderProfile(sender: Sender): ChatParticipant {
  return {
    id: sender.id,
    ...(sender.name !== undefined && { fullName: sender.name }),
    ...(sender.isSelf && { isSelf: true }),
  };
}

/** Adds those who are not in it yet; what is known of the others stays. */
export async function addParticipants(
  tx: Transaction,
  chat: Peopled,
  people: readonly ChatParticipant[],
): Promise<void> {
  let added = 0;
  for (let start = 0; start < people.length; start += rowsPerInsert) {
    const rows = people.slice(start, start + rowsPerInsert).map((person) => rowOf(chat.row.id, person));
    const inserted = await tx
      .insertInto('participants')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id')
      .execute();
    added += inserted.length;
  }
  if (added === 0) return;
  chat.row.participant_count += added;
  chat.dirty = true;
}

/** Takes what the network says of the people in a chat. */
export async function applyParticipants(tx: Transaction, chat: Peopled, list: ParticipantList): Promise<void> {
  if (list.complete) await tx.deleteFrom('participants').where('chat_id', '=', chat.row.id).execute();
  for (const id of list.gone ?? []) {
    await tx.deleteFrom('participants').where('chat_id', '=', chat.row.id).where('user_id', '=', id).execute();
  }
  for (let start = 0; start < list.items.length; start += rowsPerInsert) {
    await tx
      .insertInto('participants')
      .values(list.items.slice(start, start + rowsPerInsert).map((person) => rowOf(chat.row.id, person)))
      .onConflict((conflict) =>
        conflict.columns(['chat_id', 'user_id']).doUpdateSet((excluded) => ({
          profile: excluded.ref('excluded.profile'),
          is_self: excluded.ref('excluded.is_self'),
          is_admin: excluded.ref('excluded.is_admin'),
          folded: excluded.ref('excluded.folded'),
        })),
      )
      .execute();
  }
  const { count } = await tx
    .selectFrom('participants')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('chat_id', '=', chat.row.id)
    .executeTakeFirstOrThrow();
  chat.row.participant_count = count;
  if (list.complete) chat.row.participants_complete = 1;
  chat.dirty = true;
}

function rowOf(chatID: number, person: ChatParticipant) {
  const names = [person.fullName, person.username, person.phoneNumber, person.email, person.id];
  return {
    chat_id: chatID,
    user_id: person.id,
    profile: JSON.stringify(person),
    is_self: person.isSelf === true ? 1 : 0,
    is_admin: person.isAdmin === true ? 1 : 0,
    folded: folded(names.filter((name) => name !== undefined).join('\n')),
  };
}
