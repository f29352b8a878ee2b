/** Labels, and the chats that bear them (contract 3.6; writing is additive). */

import { randomBytes } from 'node:crypto';
import { ApiError, type Label, notFound } from '@partyline/protocol';
import { append } from '../log/event-log.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { needChat } from './chat-rows.ts';

export interface Labels {
  /** By name. */
  list(owner: string): Promise<Label[]>;
  /** @throws ApiError `CONFLICT` when there is one of that name */
  create(owner: string, name: string): Promise<Label>;
  /** @throws ApiError `NOT_FOUND`, or `CONFLICT` when another has that name */
  rename(owner: string, labelID: string, name: string): Promise<Label>;
  /** Takes it from all chats too. @throws ApiError `NOT_FOUND` */
  remove(owner: string, labelID: string): Promise<void>;
  /** @throws ApiError `NOT_FOUND` */
  attach(owner: string, chatID: string, labelID: string): Promise<void>;
  /** @throws ApiError `NOT_FOUND` */
  detach(owner: string, chatID: string, labelID: string): Promise<void>;
}

export function createLabels(store: Store): Labels {
  return {
    async list(owner) {
      const labels = await store.read
        .selectFrom('labels')
        .select(['id', 'name'])
        .where('owner_id', '=', owner)
        .execute();
      return labels.sort((one, other) => byName.compare(one.name, other.name));
    },
    create: (owner, name) =>
      store.write(async (tx) => {
        const label = { id: randomBytes(12).toString('base64url'), name: name.trim() };
        await checkName(tx, owner, label);
        await tx
          .insertInto('labels')
          .values({ ...label, owner_id: owner })
          .execute();
        return label;
      }),
    rename: (owner, labelID, name) =>
      store.write(async (tx) => {
        const before = await needLabel(tx, owner, labelID);
        const label = { id: labelID, name: name.trim() };
        if (before.name === label.name) return label;
        await checkName(tx, owner, label);
        await tx.updateTable('labels').set({ name: label.name }).where('id', '=', labelID).execute();
        await tellChats(tx, owner, await chatsOf(tx, labelID));
        return label;
      }),
    remove: (owner, labelID) =>
      store.write(async (tx) => {
        await needLabel(tx, owner, labelID);
        const chats = await chatsOf(tx, labelID);
        await tx.deleteFrom('labels').where('id', '=', labelID).execute();
        await tellChats(tx, owner, chats);
      }),
    attach: (owner, chatID, labelID) =>
      store.write(async (tx) => {
        const chat = await needChat(tx, owner, chatID);
        await needLabel(tx, owner, labelID);
        const added = await tx
          .insertInto('chat_labels')
          .values({ chat_id: chat.id, label_id: labelID })
          .onConflict((conflict) => conflict.doNothing())
          .returning('label_id')
          .execute();
        if (added.length > 0) await tellChats(tx, owner, [chat]);
      }),
    detach: (owner, chatID, labelID) =>
      store.write(async (tx) => {
        const chat = await needChat(tx, owner, chatID);
        await needLabel(tx, owner, labelID);
        const removed = await tx
          .deleteFrom('chat_labels')
          .where('chat_id', '=', chat.id)
          .where('label_id', '=', labelID)
          .returning('label_id')
          .execute();
        if (removed.length > 0) await tellChats(tx, owner, [chat]);
      }),
  };
}

const byName = new Intl.Collator('und', { numeric: true });

async function needLabel(tx: Transaction, owner: string, labelID: string): Promise<Label> {
  const label = await tx
    .selectFrom('labels')
    .select(['id', 'name'])
    .where('owner_id', '=', owner)
    .where('id', '=', labelID)
    .executeTakeFirst();
  if (label === undefined) throw notFound('Label');
  return label;
}

async function checkName(tx: Transaction, owner: string, { id, name }: Label): Promise<void> {
  const same = await tx
    .selectFrom('labels')
    .select('id')
    .where('owner_id', '=', owner)
    .where('name', '=', name)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (same !== undefined) throw new ApiError('CONFLICT', `There is a label called "${name}" already: ${same.id}.`);
}

async function chatsOf(tx: Transaction, labelID: string): Promise<{ public_id: string }[]> {
  return tx
    .selectFrom('chat_labels')
    .innerJoin('chats', 'chats.id', 'chat_labels.chat_id')
    .select('chats.public_id')
    .where('chat_labels.label_id', '=', labelID)
    .where('chats.owner_id', 'is not', null)
    .execute();
}

async function tellChats(tx: Transaction, owner: string, chats: readonly { public_id: string }[]): Promise<void> {
  await append(tx, owner, ...chats.map(({ public_id }) => ({ type: 'chat.upserted' as const, chatID: public_id })));
}
