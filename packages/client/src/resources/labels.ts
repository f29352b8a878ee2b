import type { Label } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export interface LabelParams {
  /** Unique; at most 100 characters. */
  name: string;
}

/** Labels for chats; `client.chats.labels` puts them on. Only `list` is in the official API. */
export class Labels {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** By name. */
  list(options?: RequestOptions): Promise<Label[]> {
    return this.#transport.send({ method: 'GET', path: '/v1/labels' }, options);
  }

  /** @throws ConflictError when the name is taken */
  create(body: LabelParams, options?: RequestOptions): Promise<Label> {
    return this.#transport.send({ method: 'POST', path: '/v1/labels', body }, options);
  }

  /** @throws NotFoundError, and ConflictError when the name is taken */
  update(labelID: string, body: LabelParams, options?: RequestOptions): Promise<Label> {
    return this.#transport.send({ method: 'PATCH', path: path`/v1/labels/${labelID}`, body }, options);
  }

  /** Also from its chats. @throws NotFoundError */
  delete(labelID: string, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/labels/${labelID}` }, options);
  }
}
