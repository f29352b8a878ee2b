/**
 * Edits, removals and reactions: asked of the network at once, and shown here when it agreed. Each can be repeated without harm, so an answer that
 * got lost is simply asked for again.
 */

import { type Connection, SendError } from '@partyline/connector';
import { ApiError, type ChatCapabilities, notFound } from '@partyline/protocol';
import { htmlToText, markdownToHTML } from '@partyline/rich-text';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { type ChatRow, findChat } from '../inbox/chat-rows.ts';
import { capabilitiesOf } from '../inbox/chat-views.ts';
import { Batch, type LiveChat } from '../inbox/intake/batch.ts';
import { applyEdit, applyReaction, removeMessage } from '../inbox/intake/changes.ts';
import { findMessage, type MessageRow } from '../inbox/message-rows.ts';
import { type MessageEntry, messageViews } from '../inbox/message-views.ts';
import { timeOf } from '../inbox/positions.ts';
import { withTimeLimit } from '../runtime/time-limit.ts';
import type { Store } from '../store/store.ts';
import { checkLength } from './compose.ts';

export interface MessageRef {
  readonly owner: string;
  readonly chatID: string;
  readonly messageID: string;
}

/** @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `CONFLICT`, or `UPSTREAM_ERROR` when the network did not answer; nothing was changed here then */
export interface MessageActions {
  edit(ref: MessageRef, text: string): Promise<MessageEntry>;
  remove(ref: MessageRef, forEveryone: boolean): Promise<void>;
  react(ref: MessageRef, key: string, transactionID: string): Promise<Reacted>;
  unreact(ref: MessageRef, key: string): Promise<Reacted>;
}

export interface Reacted {
  readonly chatID: string;
  readonly messageID: string;
}

export interface MessageActionParts {
  readonly store: Store;
  readonly accounts: Accounts;
  connectionOf(account: AccountFacts): Connection | undefined;
}

/** Shorter than an SDK waits. */
const answerLimitMs = 20_000;

interface Target {
  readonly chat: ChatRow;
  readonly account: AccountFacts;
  readonly message: MessageRow;
  /** Native ID. */
  readonly remoteID: string;
  readonly able: ChatCapabilities;
}

export function createMessageActions({ store, accounts, connectionOf }: MessageActionParts): MessageActions {
  const target = async ({ owner, chatID, messageID }: MessageRef): Promise<Target> => {
    const chat = await findChat(store.read, owner, chatID);
    const account = chat && accounts.find(owner, chat.account_id);
    if (chat === undefined || account === undefined) throw notFound('Chat');
    const message = await findMessage(store.read, chat.id, messageID);
    if (message === undefined) throw notFound('Message');
    if (message.pending === 1) {
      throw new ApiError(
        'CONFLICT',
        `The message is not sent yet. DELETE /v1/outbox/${message.pending_id} takes it back.`,
      );
    }
    if (message.deleted === 1) throw new ApiError('CONFLICT', 'The message was deleted.');
    const able = capabilitiesOf(chat, account.capabilities);
    return { chat, account, message, remoteID: message.remote_id ?? '', able };
  };

  const connected = ({ account, remoteID }: Target): Connection => {
    if (remoteID === '') {
      throw new ApiError(
        'NOT_SUPPORTED',
        `${account.network} gave this message no ID, so it cannot be changed any more.`,
      );
    }
    const connection = connectionOf(account);
    if (connection !== undefined) return connection;
    throw new ApiError(
      'CONFLICT',
      'The account of this chat is not connected. Try again when it is; GET /v1/accounts says how it is.',
    );
  };

  /** Shows here what the network agreed to. */
  const apply = ({ chat, account }: Target, change: (batch: Batch, live: LiveChat) => Promise<void>) =>
    store.write(async (tx) => {
      const batch = new Batch(tx, account.owner, [account]);
      const live = await batch.findByRowID(account, chat.id);
      if (live !== undefined) await change(batch, live);
      await batch.finish();
    });

  const reactTo = async (ref: MessageRef, key: string, removed: boolean, transactionID: string): Promise<Reacted> => {
    const found = await target(ref);
    const { chat, account, message, remoteID, able } = found;
    if ((able.reaction ?? 0) <= 0) throw unsupported(account, 'knows no reactions');
    if (!removed && able.allowedReactions !== undefined && !able.allowedReactions.includes(key)) {
      throw unsupported(account, `takes only these reactions: ${able.allowedReactions.join(' ')}`);
    }
    const connection = connected(found);
    const call = removed ? connection.unreact : connection.react;
    if (call === undefined) throw unsupported(account, removed ? 'takes no reactions back' : 'knows no reactions');
    const reaction = { account: account.remoteID, chatID: chat.remote_id, messageID: remoteID, key, transactionID };
    await asked(call.call(connection, reaction));
    const sender = { id: account.userID, isSelf: true };
    await apply(found, (batch) =>
      applyReaction(batch, {
        kind: 'reaction',
        account: account.remoteID,
        chatID: chat.remote_id,
        messageID: remoteID,
        sender,
        key,
        timestamp: Date.now(),
        ...(removed && { removed }),
      }),
    );
    return { chatID: chat.public_id, messageID: String(message.id) };
  };

  return {
    async edit(ref, text) {
      const found = await target(ref);
      const { chat, account, message, remoteID, able } = found;
      if ((able.edit ?? 0) <= 0) throw unsupported(account, 'cannot edit messages');
      if (message.is_self === 0) throw new ApiError('CONFLICT', 'Only own messages can be edited.');
      if (message.attachments !== null) {
        throw new ApiError('NOT_SUPPORTED', 'Messages with attachments cannot be edited. Nothing was changed.');
      }
      checkAge(able.editMaxAge, message, account, 'edits');
      const html = markdownToHTML(text);
      const plain = htmlToText(html);
      if (plain.trim() === '') throw new ApiError('VALIDATION_ERROR', 'The new text is empty. Nothing was changed.');
      checkLength(plain, able, account);
      const connection = connected(found);
      if (connection.edit === undefined) throw unsupported(account, 'cannot edit messages');
      const timestamp = Date.now();
      const edit = { account: account.remoteID, chatID: chat.remote_id, messageID: remoteID, text: plain, html };
      await asked(connection.edit({ ...edit, transactionID: `${message.id}.${timestamp}` }));
      await apply(found, (batch) => applyEdit(batch, { kind: 'edit', id: `here.${timestamp}`, timestamp, ...edit }));
      const [view] = await messageViews(
        store.read,
        new Map([[chat.id, chat]]),
        await store.read.selectFrom('messages').selectAll().where('id', '=', message.id).execute(),
      );
      if (view === undefined) throw notFound('Message');
      return view;
    },
    async remove(ref, forEveryone) {
      const found = await target(ref);
      const { chat, account, message, remoteID, able } = found;
      if (forEveryone && (able.delete ?? 0) <= 0) throw unsupported(account, 'cannot delete messages for everyone');
      if (!forEveryone && able.deleteForMe !== true) throw unsupported(account, 'cannot delete messages for you alone');
      if (forEveryone) checkAge(able.deleteMaxAge, message, account, 'deletions');
      const connection = connected(found);
      if (connection.remove === undefined) throw unsupported(account, 'cannot delete messages');
      await asked(
        connection.remove({ account: account.remoteID, chatID: chat.remote_id, messageID: remoteID, forEveryone }),
      );
      await apply(found, (batch, live) => removeMessage(batch, live, message));
    },
    react: (ref, key, transactionID) => reactTo(ref, key, false, transactionID),
    unreact: (ref, key) => reactTo(ref, key, true, `${ref.messageID}.${Date.now()}`),
  };
}

function unsupported(account: AccountFacts, what: string): ApiError {
  return new ApiError('NOT_SUPPORTED', `${account.network} ${what}. Nothing was changed.`);
}

function checkAge(maxSeconds: number | undefined, message: MessageRow, account: AccountFacts, what: string): void {
  if (maxSeconds === undefined || Date.now() - timeOf(message.id) <= maxSeconds * 1_000) return;
  throw unsupported(account, `allows ${what} for ${maxSeconds} s only, and the message is older`);
}

/** @throws ApiError that says whether the network refused or did not answer */
async function asked(call: Promise<void>): Promise<void> {
  try {
    await withTimeLimit(answerLimitMs, call);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof SendError && error.outcome === 'certain' && !error.retriable) {
      throw new ApiError('CONFLICT', message);
    }
    throw new ApiError('UPSTREAM_ERROR', `The network did not confirm the change: ${message}`);
  }
}
