import type { EditResult, Message, SendResult } from '@partyline/protocol';
import { type PageParams, type PagePromise, pages } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import type {
  MessageDeleteParams,
  MessageParams,
  MessageSearchParams,
  MessageSendOptions,
  MessageSendParams,
  MessageUpdateParams,
} from './message-params.ts';

/** The messages of chats. */
export class Messages {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Newest first; 20 a page by default, at most 500. A message ID or a `sortKey` is a cursor too. Past the oldest message that the server has it asks
   * the network for older ones, which may take it 25 s.
   *
   * @example
   * for await (const message of client.messages.list('chatID', { limit: 500 })) { ... }
   */
  list(chatID: string, query: PageParams = {}, options?: RequestOptions): PagePromise<Message> {
    return pages(this.#transport, path`/v1/chats/${chatID}/messages`, { ...query }, options);
  }

  /** Newest first, over all chats; 20 a page by default, at most 200. */
  search(query: MessageSearchParams = {}, options?: RequestOptions): PagePromise<Message> {
    return pages(this.#transport, '/v1/messages/search', { ...query }, options);
  }

  /** By its ID, or the `pendingMessageID` it was sent under. @throws NotFoundError */
  retrieve(messageID: string, { chatID }: MessageParams, options?: RequestOptions): Promise<Message> {
    return this.#transport.send({ method: 'GET', path: path`/v1/chats/${chatID}/messages/${messageID}` }, options);
  }

  /**
   * Resolves when the message is stored; what becomes of it is told by {@link retrieve} with the `pendingMessageID`. However often the request
   * has to be repeated, it is one message: it goes with a key by which the server knows it again.
   */
  send(chatID: string, body: MessageSendParams, options: MessageSendOptions = {}): Promise<SendResult> {
    const { idempotencyKey, ...request } = options;
    const key = idempotencyKey ?? (body.transactionID === undefined ? crypto.randomUUID() : undefined);
    return this.#transport.send(
      {
        method: 'POST',
        path: path`/v1/chats/${chatID}/messages`,
        body,
        headers: key === undefined ? {} : { 'Idempotency-Key': key },
      },
      request,
    );
  }

  /** Edits an own message. @throws NotFoundError */
  update(messageID: string, { chatID, ...body }: MessageUpdateParams, options?: RequestOptions): Promise<EditResult> {
    return this.#transport.send(
      { method: 'PUT', path: path`/v1/chats/${chatID}/messages/${messageID}`, body },
      options,
    );
  }

  /** @throws NotFoundError */
  delete(messageID: string, { chatID, ...query }: MessageDeleteParams, options?: RequestOptions): Promise<void> {
    return this.#transport.send(
      { method: 'DELETE', path: path`/v1/chats/${chatID}/messages/${messageID}`, query },
      options,
    );
  }
}
