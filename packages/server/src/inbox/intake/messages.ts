/** Messages: stored once each, indexed, counted, and met with what was said of them before. */

import type { MessageEvent } from '@partyline/connector';
import type { Attachment } from '@partyline/protocol';
import { plainToHTML, sanitizeHTML } from '@partyline/rich-text';
import { insertEach } from '../../store/insert-each.ts';
import type { AccountFacts } from '../account-facts.ts';
import { attachmentView, type RememberMedia, typeOf } from '../attachments.ts';
import type { MessageRow } from '../message-rows.ts';
import { addParticipants, senderProfile } from '../participants.ts';
import { timeOf } from '../positions.ts';
import { addToIndex } from '../text-index.ts';
import { mentionsUser } from '../unread.ts';
import { sayAgain } from './again.ts';
import type { Batch, LiveChat } from './batch.ts';
import { hasEarly, wholeChat } from './early.ts';
import { settleEcho } from './echoes.ts';
import { linksOf } from './links.ts';
import { readBySelf } from './reads.ts';

interface Arrival {
  readonly event: MessageEvent;
  readonly chat: LiveChat;
  readonly row: MessageRow;
}

export async function takeMessages(
  batch: Batch,
  events: readonly MessageEvent[],
  remember: RememberMedia,
): Promise<void> {
  const positions = await batch.positions(events.map((event) => event.timestamp));
  let arrivals: Arrival[] = [];
  for (const [index, event] of events.entries()) {
    const account = batch.account(event.account);
    const chat = await batch.need(account, event.chat, event.timestamp);
    // What came before an own message counts before it, as it would have in a batch of its own.
    if (event.sender.isSelf) {
      await arrive(batch, arrivals);
      arrivals = [];
      if (await settleEcho(batch, chat, event)) continue;
    }
    const attachments = await attachmentsOf(batch, account, event, remember);
    const links = await linksOf(batch, account.accountID, event.links);
    arrivals.push({ event, chat, row: { ...rowOf(positions[index] ?? 0, chat, event, attachments), links } });
  }
  await arrive(batch, arrivals);
}

async function arrive(batch: Batch, arrivals: readonly Arrival[]): Promise<void> {
  const fresh = await insert(batch, arrivals);
  await addToIndex(
    batch.tx,
    fresh.map(({ row }) => row),
  );
  for (const arrival of fresh) count(arrival);
  await moveActivity(batch, fresh);
  await arriveAfterAll(
    batch,
    arrivals.filter((arrival) => !fresh.includes(arrival)),
  );
  await addSenders(batch, fresh);
  await meetEarly(batch, fresh);
}

function rowOf(
  id: number,
  chat: LiveChat,
  event: MessageEvent,
  attachments: Attachment[] | undefined,
): Omit<MessageRow, 'links'> {
  return {
    id,
    chat_id: chat.row.id,
    remote_id: event.id,
    pending_id: null,
    sender_id: event.sender.id,
    sender_name: event.sender.name ?? null,
    is_self: event.sender.isSelf ? 1 : 0,
    type: event.type ?? typeOf(attachments?.[0]),
    text: event.html === undefined ? plainToHTML(event.text) : sanitizeHTML(event.html),
    mentions: event.mentions === undefined ? null : JSON.stringify(event.mentions),
    attachments: attachments === undefined ? null : JSON.stringify(attachments),
    reply_to: event.replyTo ?? null,
    edited_at: null,
    edit_id: null,
    deleted: 0,
    past: event.history === true ? 1 : 0,
    pending: 0,
    send_status: null,
  };
}

async function attachmentsOf(batch: Batch, account: AccountFacts, event: MessageEvent, remember: RememberMedia) {
  if (event.attachments === undefined || event.attachments.length === 0) return undefined;
  const attachments: Attachment[] = [];
  for (const attachment of event.attachments) {
    const media = await remember(batch.tx, batch.owner, { accountID: account.accountID, attachment });
    attachments.push(attachmentView(attachment, media));
  }
  return attachments;
}

/** @returns those that were not here yet. Positions are free, so a conflict means that the network delivered a message again. */
async function insert(batch: Batch, arrivals: readonly Arrival[]): Promise<Arrival[]> {
  const rows = arrivals.map(({ row }) => row);
  const inserted = await insertEach(batch.tx, rows, (row) =>
    batch.tx
      .insertInto('messages')
      .values(row)
      .onConflict((conflict) => conflict.doNothing()),
  );
  return arrivals.filter((_, index) => inserted[index]);
}

/** What the arrival of a message does to its chat. */
function count({ event, chat, row }: Arrival): void {
  chat.upserted.add(String(row.id));
  chat.dirty = true;
  const state = chat.row;
  if (event.sender.isSelf) {
    readBySelf(chat, row.id);
    return;
  }
  if (event.history === true) return;
  if (row.id > state.last_read) {
    state.unread_count += 1;
    if (mentionsUser(row.mentions, chat.account.userID)) state.unread_mentions += 1;
  }
  if (state.muted === 0) state.archived = 0;
  if (state.reminder_at !== null && state.reminder_until_reply === 1) state.reminder_at = null;
}

/** A chat's time is that of its newest message, and its own only while it has none. */
async function moveActivity(batch: Batch, arrivals: readonly Arrival[]): Promise<void> {
  for (const [chat, list] of Map.groupBy(arrivals, ({ chat }) => chat)) {
    const newest = list.reduce((position, { row }) => Math.max(position, row.id), 0);
    const wasEmpty = chat.row.activity === chat.row.created_at;
    chat.row.activity = wasEmpty ? await newestTime(batch, chat) : Math.max(chat.row.activity, timeOf(newest));
  }
}

async function newestTime({ tx }: Batch, chat: LiveChat): Promise<number> {
  const ofChat = tx.selectFrom('messages').select('id').where('chat_id', '=', chat.row.id);
  return timeOf((await ofChat.orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()).id);
}

/** What was fetched from the past, and now arrives by itself too, counts as having arrived. */
async function arriveAfterAll({ tx }: Batch, known: readonly Arrival[]): Promise<void> {
  for (const { event, chat } of known) {
    if (event.history === true) continue;
    const { numUpdatedRows } = await tx
      .updateTable('messages')
      .set({ past: 0 })
      .where('chat_id', '=', chat.row.id)
      .where('remote_id', '=', event.id)
      .where('past', '=', 1)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) chat.recount = true;
  }
}

/** Where a network does not say who is in a chat, those who write are. */
async function addSenders(batch: Batch, arrivals: readonly Arrival[]): Promise<void> {
  for (const [chat, list] of Map.groupBy(arrivals, ({ chat }) => chat)) {
    if (chat.row.participants_complete === 1) continue;
    const senders = new Map(list.map(({ event }) => [event.sender.id, event.sender]));
    await addParticipants(batch.tx, chat, [...senders.values()].map(senderProfile));
  }
}

async function meetEarly(batch: Batch, arrivals: readonly Arrival[]): Promise<void> {
  for (const [account, ofAccount] of Map.groupBy(arrivals, ({ chat }) => chat.account)) {
    if (!(await hasEarly(batch, account))) continue;
    for (const [chat, list] of Map.groupBy(ofAccount, ({ chat }) => chat)) {
      await sayAgain(batch, chat, [wholeChat, ...list.map(({ event }) => event.id)]);
    }
  }
}
