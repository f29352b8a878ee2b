/**
 * Own messages that come back. A message sent from here has a row already: what the network says of it settles that row and makes no second one.
 */

import type { MessageEvent, Sent } from '@partyline/connector';
import type { SendStatus } from '@partyline/protocol';
import type { MessageRow } from '../message-rows.ts';
import { freePositions, timeOf } from '../positions.ts';
import { addToIndex, removeFromIndex } from '../text-index.ts';
import type { Batch, LiveChat } from './batch.ts';
import { sayAgain } from './again.ts';
import { readBySelf } from './reads.ts';

/** The transaction ID of one part of a delivery. The first part has the pending ID itself. */
export const transactionIDOf = (pendingID: string, part: number): string =>
  part === 0 ? pendingID : `${pendingID}.${part}`;

/** @returns whether the event was a message from here, which needs no row of its own */
export async function settleEcho(batch: Batch, chat: LiveChat, event: MessageEvent): Promise<boolean> {
  const sent = { id: event.id, timestamp: event.timestamp };
  if (event.transactionID !== undefined) {
    const [, pendingID, part] = /^(m\d+)(?:\.(\d+))?$/.exec(event.transactionID) ?? [];
    if (pendingID !== undefined && (await confirmPart(batch, chat, pendingID, Number(part ?? 0), sent))) return true;
  }
  return event.sender.isSelf && (await isAlias(batch, chat, event.id));
}

/** Further parts of a message that was split have no row of their own. */
async function isAlias({ tx }: Batch, chat: LiveChat, remoteID: string): Promise<boolean> {
  const alias = await tx
    .selectFrom('message_aliases')
    .select('message_id')
    .where('chat_id', '=', chat.row.id)
    .where('remote_id', '=', remoteID)
    .executeTakeFirst();
  return alias !== undefined;
}

/**
 * The network has this part of a message sent from here. With the last part the message is sent.
 * @returns false when nothing was sent from here under that ID
 */
export async function confirmPart(
  batch: Batch,
  chat: LiveChat,
  pendingID: string,
  part: number,
  sent: Sent,
): Promise<boolean> {
  const { tx } = batch;
  const message = await tx
    .selectFrom('messages')
    .selectAll()
    .where('chat_id', '=', chat.row.id)
    .where('pending_id', '=', pendingID)
    .executeTakeFirst();
  if (message === undefined) return false;
  if (message.pending === 0) {
    if (sent.id !== undefined) await nameLate(batch, chat, message, part, sent.id);
    return true;
  }
  const delivery = await tx
    .selectFrom('deliveries')
    .select(['id', 'parts', 'sent_parts'])
    .where('pending_id', '=', pendingID)
    .executeTakeFirst();
  const count = delivery?.parts == null ? 1 : (JSON.parse(delivery.parts) as unknown[]).length;
  const known: (Sent | null)[] = delivery?.sent_parts == null ? [] : JSON.parse(delivery.sent_parts);
  const confirmed = Array.from({ length: count }, (_, index) => (index === part ? sent : (known[index] ?? null)));
  const all = confirmed.filter((one) => one !== null);
  if (all.length === count) await settle(batch, chat, message, all);
  else if (delivery !== undefined) {
    await tx
      .updateTable('deliveries')
      .set({ sent_parts: JSON.stringify(confirmed) })
      .where('id', '=', delivery.id)
      .execute();
  }
  return true;
}

/** A message that was confirmed without an ID gets the one it has at the network. */
async function nameLate(batch: Batch, chat: LiveChat, message: MessageRow, part: number, id: string): Promise<void> {
  if (part === 0 && message.remote_id === null) {
    await removeDoubles(batch, chat, message, [id]);
    await batch.tx.updateTable('messages').set({ remote_id: id }).where('id', '=', message.id).execute();
    await sayAgain(batch, chat, [id]);
  } else if (message.remote_id !== id) await addAliases(batch, chat, message.id, [id]);
}

/** From pending to sent: final ID, the network's own time, and nothing of it twice. */
async function settle(batch: Batch, chat: LiveChat, message: MessageRow, sent: readonly Sent[]): Promise<void> {
  const { tx } = batch;
  const ids = sent.map(({ id }) => id).filter((id) => id !== undefined);
  await removeDoubles(batch, chat, message, ids);
  const id = await positionOf(batch, message, sent[0]?.timestamp);
  const status: SendStatus = { status: 'SUCCESS', timestamp: new Date().toISOString() };
  const settled = { id, remote_id: ids[0] ?? null, pending: 0, send_status: JSON.stringify(status) };
  await tx.updateTable('messages').set(settled).where('id', '=', message.id).execute();
  await tx.deleteFrom('deliveries').where('pending_id', '=', message.pending_id).execute();
  await removeFromIndex(tx, [id]);
  await addToIndex(tx, [{ ...message, id }]);
  await addAliases(batch, chat, id, ids.slice(1));
  chat.upserted.add(String(id));
  chat.row.activity = Math.max(chat.row.activity, timeOf(id));
  chat.dirty = true;
  readBySelf(chat, id);
  if (ids.length > 0) await sayAgain(batch, chat, ids);
}

async function positionOf(batch: Batch, message: MessageRow, timestamp: number | undefined): Promise<number> {
  if (timestamp === undefined || timestamp === timeOf(message.id)) return message.id;
  const [position] = await freePositions(batch.tx, [timestamp]);
  return position ?? message.id;
}

/** An echo that came before the confirmation was taken for a message of its own. */
async function removeDoubles(batch: Batch, chat: LiveChat, message: MessageRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const doubles = await batch.tx
    .deleteFrom('messages')
    .where('chat_id', '=', chat.row.id)
    .where('remote_id', 'in', ids)
    .where('id', '!=', message.id)
    .returning('id')
    .execute();
  for (const { id } of doubles) {
    chat.upserted.delete(String(id));
    chat.deleted.add(String(id));
  }
}

async function addAliases(batch: Batch, chat: LiveChat, messageID: number, ids: readonly string[]): Promise<void> {
  for (const remoteID of ids) {
    await batch.tx
      .insertInto('message_aliases')
      .values({ chat_id: chat.row.id, remote_id: remoteID, message_id: messageID })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
