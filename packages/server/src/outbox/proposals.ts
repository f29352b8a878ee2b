/** Messages that a token may send only when the owner has said so. Approved, each becomes a delivery in the same transaction: once, whatever happens. */

import {
  ApiError,
  type Approval,
  type ApprovalPage,
  type ApprovalState,
  invalidValue,
  notFound,
  type RefuseInput,
} from '@partyline/protocol';
import type { Selectable } from 'kysely';
import type { Caller } from '../auth/tokens.ts';
import { append } from '../log/event-log.ts';
import type { ProposalsTable } from '../store/tables.ts';
import type { Transaction } from '../store/writer.ts';
import type { AcceptParts } from './accept.ts';
import { addDelivery, checkOn } from './add-delivery.ts';
import { type Composed, compose, type SendInput } from './compose.ts';
import type { DeliveryRequest } from './delivery-rows.ts';

export interface ApprovalQuery {
  readonly state?: ApprovalState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Approvals {
  /** Newest first. @throws ApiError `VALIDATION_ERROR` for a cursor that is none */
  list(owner: string, query: ApprovalQuery): Promise<ApprovalPage>;
  /** @throws ApiError `NOT_FOUND` */
  retrieve(owner: string, pendingID: string): Promise<Approval>;
  /**
   * Sends it, or something else instead. Again is no error.
   * @throws ApiError `NOT_FOUND`; `CONFLICT` when it was refused or has expired; what sending it is refused with
   */
  approve(owner: string, pendingID: string, text?: string): Promise<Approval>;
  /** Again is no error. @throws ApiError `NOT_FOUND`, or `CONFLICT` when it was approved or has expired */
  refuse(owner: string, pendingID: string, why: RefuseInput): Promise<Approval>;
  /** Whoever proposed it wants it no more. @returns whether it waited for approval */
  withdraw(owner: string, pendingID: string): Promise<boolean>;
  /** Ends those whose time is over. */
  expire(now: number): Promise<void>;
}

export interface Proposal {
  readonly caller: Caller;
  readonly chat: { readonly id: number; readonly public_id: string };
  readonly pendingID: string;
  readonly input: SendInput;
  readonly composed: Composed;
  readonly dueAt: number | undefined;
  readonly now: number;
}

/** Keeps a message until the owner decides. Its file is kept as well. */
export async function propose(tx: Transaction, parts: AcceptParts, proposal: Proposal): Promise<void> {
  const { caller, chat, pendingID, input, composed, dueAt, now } = proposal;
  if (input.attachment !== undefined) await parts.media.keep(tx, caller.owner, input.attachment.uploadID);
  await checkNumber(tx, caller);
  await tx
    .insertInto('proposals')
    .values({
      pending_id: pendingID,
      owner_id: caller.owner,
      chat_id: chat.id,
      token_id: caller.tokenID,
      token_name: caller.name,
      state: 'pending',
      input: JSON.stringify(input),
      shown: JSON.stringify(composed.request),
      due_at: dueAt ?? null,
      created_at: now,
      expires_at: now + parts.approvalMs,
    })
    .execute();
  await append(tx, caller.owner, { type: 'approval.upserted', chatID: chat.public_id, ids: [pendingID] });
}

const waitingAtMost = 200;

async function checkNumber(tx: Transaction, { tokenID }: Caller): Promise<void> {
  const { count } = await tx
    .selectFrom('proposals')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('token_id', '=', tokenID)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  if (count < waitingAtMost) return;
  const message = `${waitingAtMost} messages of this token wait for the owner's approval already. Nothing was kept.`;
  throw new ApiError('CONFLICT', message);
}

export function createApprovals(parts: AcceptParts): Approvals {
  const { store, accounts } = parts;

  const find = async (db: Transaction, owner: string, pendingID: string): Promise<Row> => {
    const row = await rows(db, owner).where('proposals.pending_id', '=', pendingID).executeTakeFirst();
    if (row === undefined) throw notFound('Approval');
    return row;
  };
  const view = (row: Row): Approval => viewOf(row, accounts.find(row.owner_id, row.account_id)?.network ?? '');

  return {
    async list(owner, { state, cursor, limit }) {
      let query = rows(store.read, owner)
        .orderBy('proposals.id', 'desc')
        .limit(limit + 1);
      if (state !== undefined) query = query.where('proposals.state', '=', state);
      if (cursor !== undefined) query = query.where('proposals.id', '<', readCursor(cursor));
      const found = await query.execute();
      const shown = found.slice(0, limit);
      return {
        items: shown.map(view),
        hasMore: found.length > limit,
        oldestCursor: shown.length === 0 ? null : String(shown.at(-1)?.id),
        newestCursor: shown.length === 0 ? null : String(shown[0]?.id),
      };
    },
    retrieve: async (owner, pendingID) => view(await find(store.read, owner, pendingID)),
    async approve(owner, pendingID, text) {
      const before = await find(store.read, owner, pendingID);
      const account = accounts.find(owner, before.account_id);
      const chat = await store.read.selectFrom('chats').selectAll().where('id', '=', before.chat_id).executeTakeFirst();
      if (account === undefined || chat === undefined) throw notFound('Chat');
      if (before.state === 'approved' && text === undefined) return view(before);
      checkPending(before, Date.now());
      checkOn(account);
      const given: SendInput = JSON.parse(before.input);
      const input = text === undefined ? given : { ...given, text };
      const composed = await compose(parts, chat, account, input);
      const { row, dueAt } = await store.write(async (tx) => {
        const now = Date.now();
        const found = await find(tx, owner, pendingID);
        checkPending(found, now);
        const dueAt = found.due_at !== null && found.due_at > now ? found.due_at : undefined;
        await decide(tx, found, {
          state: 'approved',
          input: JSON.stringify(input),
          shown: JSON.stringify(composed.request),
          edited: Number(text !== undefined && text !== given.text),
          decided_at: now,
        });
        await addDelivery(tx, parts, { chat, account, composed, now, dueAt, pendingID });
        return { row: await find(tx, owner, pendingID), dueAt };
      });
      parts.accepted(chat.id, dueAt);
      return view(row);
    },
    async refuse(owner, pendingID, { reason }) {
      return store.write(async (tx) => {
        const now = Date.now();
        const found = await find(tx, owner, pendingID);
        if (found.state === 'refused') return view(found);
        checkPending(found, now);
        await decide(tx, found, { state: 'refused', reason: reason?.trim() || null, decided_at: now });
        return view(await find(tx, owner, pendingID));
      });
    },
    async withdraw(owner, pendingID) {
      const waiting = rows(store.read, owner).where('proposals.pending_id', '=', pendingID);
      if ((await waiting.where('proposals.state', '=', 'pending').executeTakeFirst()) === undefined) return false;
      return store.write(async (tx) => {
        const found = await find(tx, owner, pendingID);
        if (found.state !== 'pending') return false;
        await decide(tx, found, { state: 'refused', reason: 'It was taken back.', decided_at: Date.now() });
        return true;
      });
    },
    async expire(now) {
      const over = await store.read
        .selectFrom('proposals')
        .select('pending_id')
        .where('state', '=', 'pending')
        .where('expires_at', '<=', now)
        .executeTakeFirst();
      if (over === undefined) return;
      await store.write(async (tx) => {
        const due = tx
          .selectFrom('proposals')
          .innerJoin('chats', 'chats.id', 'proposals.chat_id')
          .selectAll('proposals')
          .select(['chats.public_id', 'chats.account_id', 'chats.title'])
          .where('proposals.state', '=', 'pending')
          .where('proposals.expires_at', '<=', now);
        for (const row of await due.execute()) await decide(tx, row, { state: 'expired', decided_at: now });
      });
    },
  };
}

type Row = Selectable<ProposalsTable> & {
  readonly public_id: string;
  readonly account_id: string;
  readonly title: string;
};

const rows = (db: Transaction, owner: string) =>
  db
    .selectFrom('proposals')
    .innerJoin('chats', 'chats.id', 'proposals.chat_id')
    .selectAll('proposals')
    .select(['chats.public_id', 'chats.account_id', 'chats.title'])
    .where('chats.owner_id', '=', owner);

/** The proposer is told by an event of its message, which it can look up. */
async function decide(
  tx: Transaction,
  { id, owner_id, public_id, pending_id }: Row,
  decision: Partial<Omit<Selectable<ProposalsTable>, 'id'>> & { readonly state: Exclude<ApprovalState, 'pending'> },
): Promise<void> {
  await tx.updateTable('proposals').set(decision).where('id', '=', id).execute();
  const about = { chatID: public_id, ids: [pending_id] };
  await append(tx, owner_id, { type: 'approval.upserted', ...about });
  if (decision.state !== 'approved') await append(tx, owner_id, { type: 'message.upserted', ...about });
}

/** @throws ApiError `CONFLICT` */
function checkPending({ state, expires_at }: Row, now: number): void {
  if (state === 'approved') throw new ApiError('CONFLICT', 'This message was approved already.');
  if (state === 'refused') throw new ApiError('CONFLICT', 'This message was refused already. Nothing was sent.');
  if (state === 'expired' || expires_at <= now)
    throw new ApiError('CONFLICT', 'The time to approve this message is over. Nothing was sent.');
}

function viewOf(row: Row, network: string): Approval {
  const input: SendInput = JSON.parse(row.input);
  const shown: DeliveryRequest = JSON.parse(row.shown);
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    pendingMessageID: row.pending_id,
    chatID: row.public_id,
    accountID: row.account_id,
    chatTitle: row.title,
    network,
    tokenID: row.token_id,
    tokenName: row.token_name,
    // Only this file writes the column.
    state: row.state as ApprovalState,
    isEdited: row.edited === 1,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    ...(input.text !== undefined && { text: input.text }),
    ...(input.replyToMessageID !== undefined && { replyToMessageID: input.replyToMessageID }),
    ...(shown.shown?.fileName !== undefined && { fileName: shown.shown.fileName }),
    ...(shown.shown?.srcURL !== undefined && { fileURL: shown.shown.srcURL }),
    ...(row.due_at !== null && { sendAt: iso(row.due_at) }),
    ...(row.decided_at !== null && { decidedAt: iso(row.decided_at) }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw invalidValue(['query', 'cursor'], 'This is not a cursor of the approvals.');
  return Number(cursor);
}
