/**
 * What an owner does to a chat that is there (contract 3.4). Archive, pins, mute, priority, drafts and how far it was read are kept here, on every network;
 * where the network keeps the archive or tells how far one has read, it is told afterwards, and what it makes of that changes nothing here. Title,
 * description, picture and expiry belong to the network: they are changed there first. So does the chat as a whole: it is deleted there first.
 */

import type { Connection } from '@partyline/connector';
import type { ChatPatch } from '@partyline/protocol';
import { notFound } from '@partyline/protocol';
import type { Logger } from 'pino';
import type { AccountFacts, Accounts } from '../inbox/account-facts.ts';
import { type ChatChanges, type ChatRow, needChat } from '../inbox/chat-rows.ts';
import { capabilitiesOf } from '../inbox/chat-views.ts';
import { changeVisibly } from '../inbox/chats/change.ts';
import { checkDraft, draftChange, readDraft } from '../inbox/chats/drafts.ts';
import { markRead, markUnread, type Reading } from '../inbox/chats/reading.ts';
import type { Ingest } from '../inbox/ingest.ts';
import type { Media } from '../media/media.ts';
import type { Store } from '../store/store.ts';
import type { AccountBook } from './account-book.ts';
import { type NetworkFields, networkFields } from './chat-fields.ts';
import { type Picture, pictureNamed } from './chat-picture.ts';
import { connectionOf, done, notSupported } from './reach.ts';
import type { Supervisor } from './supervisor.ts';

export interface ChatActions {
  /** All of it, or nothing here. @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `CONFLICT`, `VALIDATION_ERROR` or `UPSTREAM_ERROR` */
  update(owner: string, chatID: string, patch: ChatPatch): Promise<void>;
  /** Up to a message, by default the newest. @throws ApiError `NOT_FOUND` */
  markRead(owner: string, chatID: string, messageID: string | undefined): Promise<void>;
  /** From a message on; without one the chat is marked. @throws ApiError `NOT_FOUND` */
  markUnread(owner: string, chatID: string, messageID: string | undefined): Promise<void>;
  /** @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `CONFLICT` while the account is not connected, or `UPSTREAM_ERROR` */
  typing(owner: string, chatID: string, typing: boolean): Promise<void>;
  /**
   * At the network, and then here, as if the network had told of it: with all its messages, and with what was to be sent in it.
   * @throws ApiError `NOT_FOUND`, `NOT_SUPPORTED`, `CONFLICT` while the account is not connected, or `UPSTREAM_ERROR`
   */
  remove(owner: string, chatID: string, forEveryone: boolean): Promise<void>;
  /** No network does that here. @throws ApiError `NOT_FOUND` or `NOT_SUPPORTED` */
  notifyAnyway(owner: string, chatID: string): Promise<never>;
}

export interface ChatActionParts {
  readonly store: Store;
  readonly accounts: Accounts;
  readonly book: AccountBook;
  readonly supervisor: Supervisor;
  readonly media: Media;
  readonly log: Logger;
  readonly ingest: Ingest;
}

export function createChatActions(parts: ChatActionParts): ChatActions {
  const { store, accounts, supervisor, media, log, ingest } = parts;

  const find = async (owner: string, chatID: string) => {
    const chat = await needChat(store.read, owner, chatID);
    const account = accounts.find(owner, chat.account_id);
    if (account === undefined) throw notFound('Chat');
    return { chat, account, capabilities: capabilitiesOf(chat, account.capabilities) };
  };

  /** Not waited for: what the person did is done here, whatever the network makes of it. */
  const tell = (account: AccountFacts, what: string, ask: (connection: Connection) => Promise<void> | undefined) => {
    const connection = account.isDisabled ? undefined : supervisor.connection(account.loginID);
    const asked = connection && ask(connection);
    asked?.catch((error: unknown) => {
      log.warn({ accountID: account.accountID, err: error }, `the network could not be told ${what}`);
    });
  };

  const tellReading = async (owner: string, chatID: string, reading: Reading) => {
    const { account, capabilities } = await find(owner, chatID);
    const { chat, readThrough: messageID } = reading;
    if (messageID === undefined || capabilities.readReceipts !== true) return;
    tell(account, 'how far a chat was read', (connection) =>
      connection.markRead?.({ account: account.remoteID, chatID: chat.remote_id, messageID }),
    );
  };

  const changeAtNetwork = async (
    owner: string,
    account: AccountFacts,
    chat: ChatRow,
    fields: NetworkFields,
    picture: Picture | null | undefined,
  ) => {
    if (Object.keys(fields).length === 0 && picture === undefined) return;
    const connection = connectionOf(parts, owner, account.accountID, 'the chat cannot be changed there');
    if (connection.updateChat === undefined) throw notSupported(account.network, 'change chats');
    const imgPath = picture === undefined ? {} : { imgPath: picture?.path ?? null };
    const update = { account: account.remoteID, chatID: chat.remote_id, ...fields, ...imgPath };
    await done(account.network, connection.updateChat(update));
  };

  return {
    async update(owner, chatID, patch) {
      const { chat, account, capabilities } = await find(owner, chatID);
      const fields = networkFields(patch, capabilities, account.network);
      const picture = patch.imgURL == null ? patch.imgURL : await pictureNamed(media, owner, patch.imgURL);
      const draft = patch.draft === undefined ? undefined : await readDraft(media, owner, patch.draft);
      if (draft !== undefined) checkDraft(chat, draft);
      await changeAtNetwork(owner, account, chat, fields, picture);
      await store.write(async (tx) => {
        const now = await needChat(tx, owner, chatID);
        if (picture) await media.keep(tx, owner, picture.uploadID);
        await changeVisibly(tx, owner, now, {
          ...flagsOf(patch),
          // A network that takes a title away gives another, and tells it.
          ...(typeof fields.title === 'string' && { title: fields.title }),
          ...(fields.description !== undefined && { description: fields.description }),
          ...(fields.messageExpirySeconds !== undefined && { expiry_seconds: fields.messageExpirySeconds }),
          ...(picture !== undefined && { image: picture?.url ?? null }),
          ...(draft !== undefined && (await draftChange(tx, media, owner, now, draft))),
        });
      });
      const { isArchived } = patch;
      if (isArchived === undefined || capabilities.archive !== true) return;
      tell(account, 'that a chat was archived', (connection) =>
        connection.updateChat?.({ account: account.remoteID, chatID: chat.remote_id, isArchived }),
      );
    },
    async markRead(owner, chatID, messageID) {
      const { account } = await find(owner, chatID);
      const request = { owner, chatID, messageID, userID: account.userID };
      await tellReading(owner, chatID, await store.write((tx) => markRead(tx, request)));
    },
    async markUnread(owner, chatID, messageID) {
      const { account } = await find(owner, chatID);
      const request = { owner, chatID, messageID, userID: account.userID };
      await tellReading(owner, chatID, await store.write((tx) => markUnread(tx, request)));
    },
    async typing(owner, chatID, typing) {
      const { chat, account, capabilities } = await find(owner, chatID);
      if (capabilities.typingNotifications !== true) throw notSupported(account.network, 'say that somebody is typing');
      const connection = connectionOf(parts, owner, account.accountID, 'nobody can be told');
      if (connection.typing === undefined) throw notSupported(account.network, 'say that somebody is typing');
      await done(account.network, connection.typing({ account: account.remoteID, chatID: chat.remote_id, typing }));
    },
    async remove(owner, chatID, forEveryone) {
      const { chat, account, capabilities } = await find(owner, chatID);
      const what = forEveryone ? 'delete this chat for everyone' : 'delete this chat for you alone';
      const able = forEveryone ? capabilities.deleteChatForEveryone : capabilities.deleteChat;
      if (able !== true) throw notSupported(account.network, what);
      const connection = connectionOf(parts, owner, account.accountID, 'the chat cannot be deleted there');
      if (connection.deleteChat === undefined) throw notSupported(account.network, what);
      const place = { account: account.remoteID, chatID: chat.remote_id };
      await done(account.network, connection.deleteChat({ ...place, forEveryone }));
      await ingest({ owner, loginID: account.loginID }, [{ kind: 'chat_removed', ...place }]);
    },
    async notifyAnyway(owner, chatID) {
      const { account } = await find(owner, chatID);
      throw notSupported(account.network, 'notify people who do not want to be disturbed');
    },
  };
}

function flagsOf({ isArchived, isPinned, isMuted, isLowPriority }: ChatPatch): ChatChanges {
  return {
    ...(isArchived !== undefined && { archived: Number(isArchived) }),
    ...(isPinned !== undefined && { pinned: Number(isPinned) }),
    ...(isMuted !== undefined && { muted: Number(isMuted) }),
    ...(isLowPriority !== undefined && { low_priority: Number(isLowPriority) }),
  };
}
