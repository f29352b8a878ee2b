import type { DeadLetter, WebhookReplay } from '@partyline/protocol';
import { type PagePromise, pages } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface DeadLetterListParams {
  cursor?: string | null | undefined;
  /** Items a page, 1 to 200; 50 by default. */
  limit?: number | null | undefined;
}

export interface DeadLetterReplayParams {
  /** All by default. */
  deadLetterIDs?: string[] | undefined;
}

export interface DeadLetterParams {
  webhookID: string;
}

/** Events that a webhook's receiver did not take for days. Not in the official API. */
export class DeadLetters {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. @throws NotFoundError */
  list(webhookID: string, query: DeadLetterListParams = {}, options?: RequestOptions): PagePromise<DeadLetter> {
    return pages(this.#transport, path`/v1/webhooks/${webhookID}/dead-letters`, { ...query }, options);
  }

  /** Posts them again, oldest first, until one is not taken: then the answer has `failure`. @throws NotFoundError */
  replay(webhookID: string, body: DeadLetterReplayParams = {}, options?: RequestOptions): Promise<WebhookReplay> {
    return this.#transport.send(
      { method: 'POST', path: path`/v1/webhooks/${webhookID}/dead-letters/replay`, body },
      options,
    );
  }

  /** Throws one away. @throws NotFoundError */
  discard(deadLetterID: string, { webhookID }: DeadLetterParams, options?: RequestOptions): Promise<void> {
    return this.#transport.send(
      { method: 'DELETE', path: path`/v1/webhooks/${webhookID}/dead-letters/${deadLetterID}` },
      options,
    );
  }
}
