/**
 * Own messages that come back. A message sent from here has a row already: what the network says of it settles that row and makes no second one.
 */

import type { MessageEvent, Sent } from '@partyline/connector';
import type { SendStatus } from '@partyline/protocol';
import type { MessageRow } from '../message-rows.ts';
import { timeOf } from '../positions.ts';
import { addToIndex, removeFromIndex } from '../text-index.ts';
import { sayAgain } from './again.ts';
import type { Batch, LiveChat } from './batch.ts';
import { takeOverDoubles } from './doubles.ts';

/** The transaction ID of one part of a delivery. The first part has the pending ID itself. */
export const transactionIDOf = (pendingID: string, part: number): string =>
  part === 0 ? pendingID : `${pendingID}.${part}`;

/**
 * @param event of the own user: nobody else settles what was sent from here, whatever their message claims
 * @returns whether it was a message from here, which needs no row of its own
 */
export async function settleEcho(batch: Batch, chat: LiveChat, event: MessageEvent): Promise<boolean> {
  if (event.transactionID !== undefined) {
    const sent = { id: event.id, timestamp: event.timestamp };
    const [, pendingID, part] = /^(m\d+)(?:\.(\d+))?$/.exec(event.transactionID) ?? [];
    if (pendingID !== undefined && (await confirmPart(batch, chat, pendingID, Number(part ?? 0), sent))) return true;
  }
  return isAlias(batch, chat, event.id);
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
 * @returns false when nothing was sent from here under that ID, or when a person has given it up: the network's message is one of its own then
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
  if (delivery === undefined) return false;
  const count = delivery.parts === null ? 1 : (JSON.parse(delivery.parts) as unknown[]).length;
  const known: (Sent | null)[] = delivery.sent_parts === null ? [] : JSON.parse(delivery.sent_parts);
  const confirmed = Array.from({ length: count }, (_, index) => (index === part ? sent : (known[index] ?? null)));
  const all = confirmed.filter((one) => one !== null);
  if (all.length === count) {
    await tx.deleteFrom('deliveries').where('id', '=', delivery.id).execute();
    await settleMessage(batch, chat, message, all, { status: 'SUCCESS', timestamp: new Date().toISOString() });
  } else {
    const changes = { sent_parts: JSON.stringify(confirmed) };
    await tx.updateTable('deliveries').set(changes).where('id', '=', delivery.id).execute();
  }
  return true;
}

/** A message that was confirmed without an ID gets the one it has at the network. */
async function nameLate(batch: Batch, chat: LiveChat, message: MessageRow, part: number, id: string): Promise<void> {
  if (message.remote_id === id) return;
  if (part > 0 || message.remote_id !== null) return addAliases(batch, chat, message.id, [id]);
  const { ids, merged } = await takeOverDoubles(batch, chat, message, [id]);
  if (ids.length === 0) return;
  const changes = { remote_id: id, ...merged };
  await batch.tx.updateTable('messages').set(changes).where('id', '=', message.id).execute();
  if (merged !== undefined) {
    await removeFromIndex(batch.tx, [message.id]);
    await addToIndex(batch.tx, [{ ...message, ...merged }]);
    chat.upserted.add(String(message.id));
  }
  await sayAgain(batch, chat, [id]);
}

/** From pending to final: the ID, the network's own time, and nothing of it twice. */
export async function settleMessage(
  batch: Batch,
  chat: LiveChat,
  message: MessageRow,
  sent: readonly Sent[],
  status: SendStatus,
): Promise<void> {
  const { tx } = batch;
  const given = sent.map(({ id }) => id).filter((id) => id !== undefined);
  const { ids, merged } = await takeOverDoubles(batch, chat, message, given);
  const id = await positionOf(batch, message, sent[0]?.timestamp);
  const settled = { id, remote_id: ids[0] ?? null, pending: 0, send_status: JSON.stringify(status), ...merged };
  await tx.updateTable('messages').set(settled).where('id', '=', message.id).execute();
  await addToIndex(tx, [{ ...message, ...settled }]);
  await addAliases(batch, chat, id, ids.slice(1));
  chat.upserted.add(String(id));
  chat.dirty = true;
  await moveActivity(batch, chat, message.id, id);
  // Not what came while the message waited: nobody has seen that.
  if (chat.row.unread_count === 0 && !chat.recount) chat.row.last_read = Math.max(chat.row.last_read, id);
  if (ids.length > 0) await sayAgain(batch, chat, ids);
}

/** Where the network tells no time, a message that went out this much later than it was written stands where it went out. */
const waitedMs = 60_000;

async function positionOf(batch: Batch, message: MessageRow, timestamp: number | undefined): Promise<number> {
  const written = timeOf(message.id);
  const now = Date.now();
  const time = timestamp ?? (now - written > waitedMs ? now : written);
  if (time === written) return message.id;
  const [position] = await batch.positions([time]);
  return position ?? message.id;
}

/** The clock of the network may be behind ours: the chat is not newer than what stands in it. */
async function moveActivity({ tx }: Batch, chat: LiveChat, from: number, to: number): Promise<void> {
  const { row } = chat;
  if (to < from && row.activity === timeOf(from)) {
    const { last } = await tx
      .selectFrom('messages')
      .select((select) => select.fn.max('id').as('last'))
      .where('chat_id', '=', row.id)
      .executeTakeFirstOrThrow();
    row.activity = timeOf(last ?? to);
  }
  row.activity = Math.max(row.activity, timeOf(to));
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
