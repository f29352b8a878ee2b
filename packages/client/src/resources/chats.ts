import type { Chat, ChatCreated, ChatListItem, ChatPatch } from '@partyline/protocol';
import { type PagePromise, pages } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { ChatLabels } from './chat-labels.ts';
import { ChatMessages } from './chat-messages.ts';
import type {
  ChatArchiveParams,
  ChatCreateParams,
  ChatDeleteParams,
  ChatListParams,
  ChatReadParams,
  ChatRetrieveParams,
  ChatSearchParams,
  ChatStartParams,
  ChatTypingParams,
} from './chat-params.ts';
import { Reminders } from './reminders.ts';

/** The conversations of all accounts. A chat is named by its ID or its `localChatID`. */
export class Chats {
  readonly reminders: Reminders;
  readonly messages: ChatMessages;
  readonly labels: ChatLabels;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.reminders = new Reminders(transport);
    this.messages = new ChatMessages(transport);
    this.labels = new ChatLabels(transport);
  }

  /** Newest activity first, each with its last message; 25 a page by default, at most 200. */
  list(query: ChatListParams = {}, options?: RequestOptions): PagePromise<ChatListItem> {
    return pages(this.#transport, '/v1/chats', { ...query }, options);
  }

  /** 50 a page by default, at most 200. */
  search(query: ChatSearchParams = {}, options?: RequestOptions): PagePromise<ChatListItem> {
    return pages(this.#transport, '/v1/chats/search', { ...query }, options);
  }

  /** @throws NotFoundError */
  retrieve(chatID: string, query: ChatRetrieveParams = {}, options?: RequestOptions): Promise<ChatListItem> {
    return this.#transport.send({ method: 'GET', path: path`/v1/chats/${chatID}`, query: { ...query } }, options);
  }

  /** A direct chat with somebody, or a group; a direct chat that is there already is used again. */
  create(body: ChatCreateParams, options?: RequestOptions): Promise<ChatCreated> {
    return this.#transport.send({ method: 'POST', path: '/v1/chats', body }, options);
  }

  /** A direct chat with whoever fits what is known of them. @throws NotFoundError when nobody does */
  start(body: ChatStartParams, options?: RequestOptions): Promise<ChatCreated> {
    return this.#transport.send({ method: 'POST', path: '/v1/chats/start', body }, options);
  }

  /** A draft is taken only where there is none: `draft: null` clears it. */
  update(chatID: string, body: ChatPatch, options?: RequestOptions): Promise<ChatListItem> {
    return this.#transport.send({ method: 'PATCH', path: path`/v1/chats/${chatID}`, body }, options);
  }

  /** At its network and here, with all its messages: for the own account, or with `forEveryone` for all who are in it. Not in the official API. @throws NotFoundError */
  delete(chatID: string, query: ChatDeleteParams = {}, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/chats/${chatID}`, query: { ...query } }, options);
  }

  archive(chatID: string, body: ChatArchiveParams = {}, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'POST', path: path`/v1/chats/${chatID}/archive`, body }, options);
  }

  /** Through a message, or all of it. */
  markRead(chatID: string, body: ChatReadParams = {}, options?: RequestOptions): Promise<ChatListItem> {
    return this.#transport.send({ method: 'POST', path: path`/v1/chats/${chatID}/read`, body }, options);
  }

  /** From a message on; without one the chat only bears a mark. */
  markUnread(chatID: string, body: ChatReadParams = {}, options?: RequestOptions): Promise<ChatListItem> {
    return this.#transport.send({ method: 'POST', path: path`/v1/chats/${chatID}/unread`, body }, options);
  }

  notifyAnyway(chatID: string, options?: RequestOptions): Promise<Chat> {
    return this.#transport.send({ method: 'POST', path: path`/v1/chats/${chatID}/notify-anyway`, body: {} }, options);
  }

  /** Tells the others that one is typing, or no longer. Not in the official API. */
  typing(chatID: string, body: ChatTypingParams, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'POST', path: path`/v1/chats/${chatID}/typing`, body }, options);
  }
}
