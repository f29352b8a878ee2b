/** An echo without a transaction ID that comes before the confirmation is taken for a message of its own, until the two turn out to be one. */

import type { Transaction } from '../../store/writer.ts';
import type { MessageRow } from '../message-rows.ts';
import type { Batch, LiveChat } from './batch.ts';

/** What an edit or a removal changes. */
const content = ['text', 'mentions', 'attachments', 'links', 'edited_at', 'edit_id', 'deleted'] as const;
type Content = Pick<MessageRow, (typeof content)[number]>;

export interface TakenOver {
  /** Those of the IDs that are the message's now. Another message sent from here keeps what is its own. */
  readonly ids: readonly string[];
  /** What was changed of the double meanwhile. */
  readonly merged: Content | undefined;
}

/** Removes other rows of the same message; what was said of them is said of the message. */
export async function takeOverDoubles(
  { tx }: Batch,
  chat: LiveChat,
  message: MessageRow,
  ids: readonly string[],
): Promise<TakenOver> {
  if (ids.length === 0) return { ids, merged: undefined };
  const others = await tx
    .selectFrom('messages')
    .select(['id', 'remote_id', 'pending_id', ...content])
    .where('chat_id', '=', chat.row.id)
    .where('remote_id', 'in', ids)
    .where('id', '!=', message.id)
    .execute();
  const kept = new Set(others.filter(({ pending_id }) => pending_id !== null).map(({ remote_id }) => remote_id));
  let merged: Content | undefined;
  for (const { id, remote_id, pending_id, ...told } of others) {
    if (pending_id !== null) continue;
    await moveReactions(tx, id, message.id);
    await tx.deleteFrom('messages').where('id', '=', id).execute();
    chat.upserted.delete(String(id));
    chat.deleted.add(String(id));
    if (told.edited_at !== null || told.deleted === 1) merged = told;
  }
  return { ids: ids.filter((id) => !kept.has(id)), merged };
}

async function moveReactions(tx: Transaction, from: number, to: number): Promise<void> {
  await tx
    .updateTable('reactions')
    .set({ message_id: to })
    .where('message_id', '=', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('reactions as there')
            .select('there.key')
            .where('there.message_id', '=', to)
            .whereRef('there.sender_id', '=', 'reactions.sender_id')
            .whereRef('there.key', '=', 'reactions.key'),
        ),
      ),
    )
    .execute();
}
