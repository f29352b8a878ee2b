/**
 * Edits, removals and reactions: asked of the network at once, and shown here when it agreed. Each can be repeated without harm, so an answer that
 * got lost is simply asked for again.
 */

import type { Connection } from '@partyline/connector';
import { ApiError, invalidValue, notFound } from '@partyline/protocol';
import { htmlToText, markdownToHTML } from '@partyline/rich-text';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { Batch, type LiveChat } from '../inbox/intake/batch.ts';
import { applyEdit, applyReaction, removeMessage } from '../inbox/intake/changes.ts';
import { type MessageEntry, messageViews } from '../inbox/message-views.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import {
  asked,
  checkAge,
  checkThere,
  connected,
  findTarget,
  idAtNetwork,
  type MessageRef,
  type Target,
  unsupported,
} from './action-target.ts';
import { checkLength } from './compose.ts';
import { formatted } from './outgoing.ts';

/** @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `CONFLICT`, or `UPSTREAM_ERROR` when the network did not answer; nothing was changed here then */
export interface MessageActions {
  edit(ref: MessageRef, text: string): Promise<MessageEntry>;
  /** One that is deleted already is not an error. */
  remove(ref: MessageRef, forEveryone: boolean): Promise<void>;
  react(ref: MessageRef, key: string, transactionID: string): Promise<Reacted>;
  /** A reaction that is not there is not an error. */
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

export function createMessageActions({ store, accounts, connectionOf }: MessageActionParts): MessageActions {
  /** Shows here what the network agreed to. */
  const apply = ({ chat, account }: Target, change: (batch: Batch, live: LiveChat) => Promise<void>) =>
    store.write(async (tx) => {
      const batch = new Batch(tx, account.owner, [account]);
      const live = await batch.findByRowID(account, chat.id);
      if (live !== undefined) await change(batch, live);
      await batch.finish();
    });

  const reactTo = async (ref: MessageRef, key: string, removed: boolean, transactionID: string): Promise<Reacted> => {
    const target = await findTarget(store, accounts, ref);
    const { chat, account, message, where } = target;
    checkThere(target);
    checkReaction(target, key, removed);
    const messageID = idAtNetwork(target);
    const connection = connected(account, connectionOf(account));
    const call = removed ? connection.unreact : connection.react;
    if (call === undefined) throw unsupported(account, removed ? 'takes no reactions back' : 'knows no reactions');
    await asked(call.call(connection, { ...where, messageID, key, transactionID }));
    const sender = { id: account.userID, isSelf: true };
    await apply(target, async (batch) => {
      const timestamp = await newestWord(batch.tx, message.id, sender.id, key);
      await applyReaction(batch, { kind: 'reaction', ...where, messageID, sender, key, timestamp, removed });
    });
    return { chatID: chat.public_id, messageID: String(message.id) };
  };

  return {
    async edit(ref, text) {
      const target = await findTarget(store, accounts, ref);
      const { chat, account, message, where } = target;
      checkThere(target);
      const html = markdownToHTML(text);
      const plain = htmlToText(html);
      checkEdit(target, plain);
      const messageID = idAtNetwork(target);
      const connection = connected(account, connectionOf(account));
      if (connection.edit === undefined) throw unsupported(account, 'cannot edit messages');
      const timestamp = Math.max(Date.now(), (message.edited_at ?? 0) + 1);
      const transactionID = `${message.id}.${timestamp}`;
      await asked(connection.edit({ ...where, messageID, ...formatted({ text: plain, html }), transactionID }));
      const edit = {
        kind: 'edit' as const,
        id: `here.${timestamp}`,
        ...where,
        messageID,
        text: plain,
        html,
        timestamp,
      };
      await apply(target, (batch) => applyEdit(batch, edit));
      const rows = await store.read.selectFrom('messages').selectAll().where('id', '=', message.id).execute();
      const [view] = await messageViews(store.read, new Map([[chat.id, chat]]), rows);
      if (view === undefined) throw notFound('Message');
      return view;
    },
    async remove(ref, forEveryone) {
      const target = await findTarget(store, accounts, ref);
      const { account, able, message, where } = target;
      if (message.deleted === 1) return;
      if (forEveryone && (able.delete ?? 0) <= 0) throw unsupported(account, 'cannot delete messages for everyone');
      if (!forEveryone && able.deleteForMe !== true) throw unsupported(account, 'cannot delete messages for you alone');
      if (forEveryone) checkAge(target, able.deleteMaxAge, 'deletions');
      idAtNetwork(target);
      const connection = connected(account, connectionOf(account));
      if (connection.remove === undefined) throw unsupported(account, 'cannot delete messages');
      for (const messageID of target.remoteIDs) await asked(connection.remove({ ...where, messageID, forEveryone }));
      await apply(target, (batch, live) => removeMessage(batch, live, message));
    },
    react: (ref, key, transactionID) => reactTo(ref, key, false, transactionID),
    unreact: (ref, key) => reactTo(ref, key, true, `${ref.messageID}.${Date.now()}`),
  };
}

/** @throws ApiError */
function checkEdit(target: Target, plain: string): void {
  const { account, able, message, remoteIDs } = target;
  if ((able.edit ?? 0) <= 0) throw unsupported(account, 'cannot edit messages');
  if (message.is_self === 0) throw new ApiError('CONFLICT', 'Only own messages can be edited. Nothing was changed.');
  if (message.attachments !== null) {
    throw new ApiError('NOT_SUPPORTED', 'Messages with attachments cannot be edited. Nothing was changed.');
  }
  if (remoteIDs.length > 1) {
    throw new ApiError('NOT_SUPPORTED', 'This message was sent in parts, so it cannot be edited. Nothing was changed.');
  }
  checkAge(target, able.editMaxAge, 'edits');
  if (plain.trim() === '')
    throw invalidValue(['body', 'text'], 'The new text is empty. Nothing was changed.', 'too_small');
  checkLength(plain, able, account);
}

/** @throws ApiError `NOT_SUPPORTED` */
function checkReaction({ account, able }: Target, key: string, removed: boolean): void {
  if ((able.reaction ?? 0) <= 0) throw unsupported(account, 'knows no reactions');
  if (removed) return;
  const { allowedReactions, customEmojiReactions } = able;
  if (allowedReactions !== undefined) {
    if (allowedReactions.includes(key)) return;
    throw unsupported(account, `takes only these reactions: ${allowedReactions.join(' ')}`);
  }
  if (customEmojiReactions === false && !/\p{Emoji}/u.test(key)) throw unsupported(account, 'takes only emoji');
}

/** The word of this moment, also where the network's clock, by which an earlier one was told, is ahead of ours. */
async function newestWord(tx: Transaction, messageID: number, senderID: string, key: string): Promise<number> {
  const before = await tx
    .selectFrom('reactions')
    .select('at')
    .where('message_id', '=', messageID)
    .where('sender_id', '=', senderID)
    .where('key', '=', key)
    .executeTakeFirst();
  return Math.max(Date.now(), (before?.at ?? 0) + 1);
}
