import type { Delivery, Message } from '@partyline/protocol';
import { type PagePromise, pages } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface OutboxListParams {
  chatID?: string | undefined;
  cursor?: string | null | undefined;
  /** Items a page, 1 to 200; 50 by default. */
  limit?: number | null | undefined;
}

/** Messages that were accepted and not sent yet: scheduled, waiting, failed, or uncertain. Not in the official API. */
export class Outbox {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. */
  list(query: OutboxListParams = {}, options?: RequestOptions): PagePromise<Delivery> {
    return pages(this.#transport, '/v1/outbox', { ...query }, options);
  }

  /** Takes a message back that was not sent. @throws NotFoundError, and ConflictError when it is on its way */
  cancel(pendingMessageID: string, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/outbox/${pendingMessageID}` }, options);
  }

  /** Sends one again that failed. Of an uncertain one this may make a second message: a person should look first. */
  retry(pendingMessageID: string, options?: RequestOptions): Promise<Delivery> {
    return this.#transport.send({ method: 'POST', path: path`/v1/outbox/${pendingMessageID}/retry` }, options);
  }

  /** Says that an uncertain one arrived: it counts as sent. Saying it again changes nothing. @throws ConflictError when it is not uncertain */
  confirm(pendingMessageID: string, options?: RequestOptions): Promise<Message> {
    return this.#transport.send({ method: 'POST', path: path`/v1/outbox/${pendingMessageID}/confirm` }, options);
  }
}
