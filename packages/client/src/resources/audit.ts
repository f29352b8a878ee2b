import type { AuditEntry } from '@partyline/protocol';
import { type PageParams, type PagePromise, pages } from '../paging.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface AuditListParams extends PageParams {
  tokenID?: string | undefined;
  chatID?: string | undefined;
}

/** What tokens have written. For a token without a policy. Not in the official API. */
export class Audit {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first; with `direction: 'after'` from the oldest on. */
  list(query: AuditListParams = {}, options?: RequestOptions): PagePromise<AuditEntry> {
    return pages(this.#transport, '/v1/audit', { ...query }, options);
  }
}
