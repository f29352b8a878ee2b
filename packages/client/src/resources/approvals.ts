import type { Approval, ApprovalState, ApproveInput, RefuseInput } from '@partyline/protocol';
import { type PagePromise, pages } from '../paging.ts';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface ApprovalListParams {
  state?: ApprovalState | undefined;
  cursor?: string | null | undefined;
  /** Items a page, 1 to 200; 50 by default. */
  limit?: number | null | undefined;
}

/** Messages that wait for the approval of the owner. For a token without a policy. Not in the official API. */
export class Approvals {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Newest first. */
  list(query: ApprovalListParams = {}, options?: RequestOptions): PagePromise<Approval> {
    return pages(this.#transport, '/v1/approvals', { ...query }, options);
  }

  /** @throws NotFoundError */
  retrieve(pendingMessageID: string, options?: RequestOptions): Promise<Approval> {
    return this.#transport.send({ method: 'GET', path: path`/v1/approvals/${pendingMessageID}` }, options);
  }

  /** With a text that one is sent instead. Again is no error. @throws ConflictError when it was refused or has expired */
  approve(pendingMessageID: string, body: ApproveInput = {}, options?: RequestOptions): Promise<Approval> {
    return this.#transport.send(
      { method: 'POST', path: path`/v1/approvals/${pendingMessageID}/approve`, body },
      options,
    );
  }

  /** Again is no error. @throws ConflictError when it was approved or has expired */
  refuse(pendingMessageID: string, body: RefuseInput = {}, options?: RequestOptions): Promise<Approval> {
    return this.#transport.send(
      { method: 'POST', path: path`/v1/approvals/${pendingMessageID}/refuse`, body },
      options,
    );
  }
}
