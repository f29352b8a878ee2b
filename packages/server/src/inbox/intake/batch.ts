/**
 * What one transaction of ingest works on: the chats it meets, each loaded once and written back once, and what is to be said of them in the
 * log at the end.
 */

import type { ChatRef } from '@partyline/connector';
import { append, type LogEvent } from '../../log/event-log.ts';
import type { Transaction } from '../../store/writer.ts';
import type { AccountFacts } from '../account-facts.ts';
import { publicChatID } from '../chat-ids.ts';
import { type ChatRow, changeChat } from '../chat-rows.ts';
import { addParticipants, senderProfile } from '../participants.ts';
import { freePositions } from '../positions.ts';
import { countUnread } from '../unread.ts';

/** A chat under change. `row` is this batch's own copy. */
export interface LiveChat {
  readonly account: AccountFacts;
  readonly row: { -readonly [K in keyof ChatRow]: ChatRow[K] };
  /** Something of the chat itself changed and must be written. */
  dirty: boolean;
  /** What is unread cannot be told by adding, and must be counted. */
  recount: boolean;
  removed: boolean;
  /** IDs on the wire, in the order of change. */
  readonly upserted: Set<string>;
  readonly deleted: Set<string>;
}

export class Batch {
  readonly tx: Transaction;
  readonly owner: string;
  readonly #accounts: readonly AccountFacts[];
  readonly #chats = new Map<string, LiveChat>();
  /** Given to messages that are not stored yet. */
  readonly #positions = new Set<number>();
  /** Public IDs of chats that were removed, and are there anew under the same name. */
  readonly #replaced: ChatRow[] = [];

  constructor(tx: Transaction, owner: string, accounts: readonly AccountFacts[]) {
    this.tx = tx;
    this.owner = owner;
    this.#accounts = accounts;
  }

  /** @throws TypeError when the login has no such account */
  account(remoteID: string | undefined): AccountFacts {
    const found =
      remoteID === undefined ? this.#accounts[0] : this.#accounts.find((account) => account.remoteID === remoteID);
    if (found === undefined) throw new TypeError(`The login has no account called ${remoteID ?? 'anything'}`);
    return found;
  }

  /** As {@link freePositions}, and free of those that were given before. */
  positions(times: readonly number[]): Promise<number[]> {
    return freePositions(this.tx, times, this.#positions);
  }

  /** The chat if there is one. */
  async find(account: AccountFacts, remoteID: string): Promise<LiveChat | undefined> {
    const key = `${account.accountID}\u0000${remoteID}`;
    const known = this.#chats.get(key);
    if (known !== undefined) return known.removed ? undefined : known;
    const row = await this.tx
      .selectFrom('chats')
      .selectAll()
      .where('account_id', '=', account.accountID)
      .where('remote_id', '=', remoteID)
      .executeTakeFirst();
    return row === undefined ? undefined : this.#keep(key, account, row);
  }

  async findByRowID(account: AccountFacts, id: number): Promise<LiveChat | undefined> {
    const row = await this.tx
      .selectFrom('chats')
      .selectAll()
      .where('id', '=', id)
      .where('owner_id', '=', this.owner)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const key = `${account.accountID}\u0000${row.remote_id}`;
    return this.#chats.get(key) ?? this.#keep(key, account, row);
  }

  /** The chat, made if there is none: of that time, or of now while nothing was said in it. */
  async need(account: AccountFacts, ref: ChatRef, timestamp?: number): Promise<LiveChat> {
    const found = await this.find(account, ref.id);
    if (found !== undefined) {
      // A chat that was met first without a title goes by its ID until it is told one.
      if (ref.title !== undefined && found.row.title === ref.id && ref.title !== ref.id) {
        found.row.title = ref.title;
        found.dirty = true;
      }
      return found;
    }
    const now = Date.now();
    const row = await this.tx
      .insertInto('chats')
      .values({
        public_id: publicChatID(account.accountID, ref.id),
        owner_id: this.owner,
        account_id: account.accountID,
        remote_id: ref.id,
        type: ref.type,
        title: ref.title ?? ref.id,
        activity: timestamp ?? now,
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const chat = this.#keep(`${account.accountID}\u0000${ref.id}`, account, row);
    chat.dirty = true;
    const self = {
      id: account.userID,
      isSelf: true,
      ...(account.userName !== undefined && { name: account.userName }),
    };
    await addParticipants(this.tx, chat, [senderProfile(self)]);
    return chat;
  }

  /** Writes the chats back and appends what happened to the log. */
  async finish(): Promise<void> {
    const events: LogEvent[] = this.#replaced.map((row) => ({
      type: 'chat.deleted',
      chatID: row.public_id,
      accountID: row.account_id,
    }));
    for (const chat of this.#chats.values()) {
      const chatID = chat.row.public_id;
      if (chat.removed) {
        events.push({ type: 'chat.deleted', chatID, accountID: chat.row.account_id });
        continue;
      }
      if (chat.recount) await countUnread(this.tx, chat);
      if (chat.deleted.size > 0) events.push({ type: 'message.deleted', chatID, ids: [...chat.deleted] });
      if (chat.upserted.size > 0) events.push({ type: 'message.upserted', chatID, ids: [...chat.upserted] });
      if (!chat.dirty) continue;
      const { id, public_id, account_id, remote_id, created_at, ...changes } = chat.row;
      await changeChat(this.tx, id, changes);
      events.push({ type: 'chat.upserted', chatID });
    }
    await append(this.tx, this.owner, ...events);
  }

  #keep(key: string, account: AccountFacts, row: ChatRow): LiveChat {
    const chat: LiveChat = {
      account,
      row,
      dirty: false,
      recount: false,
      removed: false,
      upserted: new Set(),
      deleted: new Set(),
    };
    const before = this.#chats.get(key);
    if (before !== undefined) this.#replaced.push(before.row);
    this.#chats.set(key, chat);
    return chat;
  }
}
