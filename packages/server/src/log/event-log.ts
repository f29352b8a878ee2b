/**
 * The durable event log: everything visible that changes is appended in the transaction that changes it (design contract 2).
 * Sequence numbers only grow, and are never used again. Of chats and messages the log holds IDs alone: what they are is looked up when an
 * event is read, so that nothing deleted lives on in it.
 */

import type { Account } from '@partyline/protocol';
import type { Transaction } from '../store/writer.ts';

export type LogEvent =
  | { readonly type: 'account.upserted'; readonly account: Account }
  | { readonly type: 'account.deleted'; readonly accountID: string }
  | { readonly type: ChatEventType; readonly chatID: string }
  /** Whose chat it was cannot be looked up any more. */
  | { readonly type: 'chat.deleted'; readonly chatID: string; readonly accountID: string }
  | { readonly type: MessageEventType; readonly chatID: string; readonly ids: readonly string[] };

/** `reminder.due` is ours alone: the time of a chat's reminder has come. */
export type ChatEventType = 'chat.upserted' | 'reminder.due';
/** `approval.upserted`: about messages that wait for the owner's approval, by pending ID. */
export type MessageEventType = 'message.upserted' | 'message.deleted' | 'approval.upserted';

/** Messages in one event; more of them become several events. */
const idsPerEvent = 100;
const rowsPerInsert = 100;

export async function append(tx: Transaction, owner: string, ...events: readonly LogEvent[]): Promise<void> {
  const at = Date.now();
  const rows = events.flatMap(contentOf).map((content) => ({ owner_id: owner, ...content, at }));
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await tx
      .insertInto('events')
      .values(rows.slice(start, start + rowsPerInsert))
      .execute();
  }
}

interface Content {
  readonly type: string;
  readonly subject: string;
  readonly payload: string | null;
}

function contentOf(event: LogEvent): Content[] {
  const { type } = event;
  if ('account' in event) return [{ type, subject: event.account.accountID, payload: JSON.stringify(event.account) }];
  if (event.type === 'chat.deleted') return [{ type, subject: event.chatID, payload: event.accountID }];
  if ('accountID' in event) return [{ type, subject: event.accountID, payload: null }];
  if (!('ids' in event)) return [{ type, subject: event.chatID, payload: null }];
  const contents: Content[] = [];
  for (let start = 0; start < event.ids.length; start += idsPerEvent) {
    const ids = event.ids.slice(start, start + idsPerEvent);
    contents.push({ type, subject: event.chatID, payload: JSON.stringify(ids) });
  }
  return contents;
}
